import { defineCommand } from "./command.ts";
import { wholeNumber } from "./option-values.ts";
import { memoryBytes, statementOptions, timeoutMs } from "./statement-options.ts";

export const shellCommand = defineCommand({
  usage: "shell",
  describe: "Type SQL on bronze.*, silver.* and gold.*, with history and completion",
  positionals: {},
  options: statementOptions,
  examples: [
    ["indkpi shell", "statements end in ; .help lists the commands, Ctrl+C stops a statement, Ctrl+D leaves"],
    ["indkpi shell < statements.sql", "runs a file of statements; exit code 1 where one of them failed"],
  ],
  run: async ({ format, limit, timeout, "memory-limit": memory }, context) => {
    const limits = { memoryBytes: memoryBytes(memory), timeoutMs: timeoutMs(timeout) };
    const maxRows = limit === undefined ? undefined : wholeNumber("limit", limit, { min: 0 });
    const { runShell } = await import("./shell-handler.ts");
    return runShell({ format, maxRows, ...limits }, context);
  },
});
