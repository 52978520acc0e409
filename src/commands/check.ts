import { resultFormats } from "../lib/result.ts";
import { defineCommand } from "./command.ts";

export const checkCommand = defineCommand({
  usage: "check",
  describe: "Run the data checks of sql/checks and report; exit code 1 when one fails",
  positionals: {},
  options: {
    format: {
      choices: resultFormats,
      requiresArg: true,
      describe: "Output format",
      defaultDescription: "table on a terminal, else ndjson",
    },
  },
  examples: [
    ["indkpi check", "one line a check: passed, warned or failed, and the rows that offend"],
    ["indkpi check --json", "the same for a monitoring system"],
  ],
  run: async ({ format }, context) => {
    const { runChecks } = await import("./check-handler.ts");
    return runChecks({ format }, context);
  },
});
