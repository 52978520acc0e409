import { resultFormats } from "../lib/result.ts";
import { defineCommand } from "./command.ts";

export const verifyCommand = defineCommand({
  usage: "verify",
  describe: "Compare Gold with the truth of the simulator; exit code 1 on a difference that no dirt explains",
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
    ["indkpi verify", "after indkpi simulate and indkpi run: what the engine gets wrong, if anything"],
  ],
  run: async ({ format }, context) => {
    const { verify } = await import("./verify-handler.ts");
    return verify({ format }, context);
  },
});
