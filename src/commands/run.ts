import { resultFormats } from "../lib/result.ts";
import { defineCommand } from "./command.ts";
import { writingLimits, writingOptions } from "./writing-options.ts";

export const runCommand = defineCommand({
  usage: "run",
  describe: "The main job: bronze, silver, gold, check, then a summary of OEE",
  positionals: {},
  options: {
    format: {
      choices: resultFormats,
      requiresArg: true,
      describe: "Format of the summary",
      defaultDescription: "table on a terminal, else ndjson",
    },
    ...writingOptions,
  },
  examples: [
    ["indkpi run", "bring everything up to date; simulates a week first if there is no telemetry at all"],
    ["indkpi run --warehouse /data/plant-7", "the same for your own plant"],
    ["indkpi run --json --quiet", "the summary as one object: machines, lines, overall"],
  ],
  run: async ({ format, ...flags }, context) => {
    const limits = writingLimits(flags);
    const { runAll } = await import("./run-handler.ts");
    return runAll({ format, limits }, context);
  },
});
