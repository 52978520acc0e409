import { defineCommand } from "./command.ts";

export const runCommand = defineCommand({
  usage: "run",
  describe: "The main job: bronze, silver, gold, check, then a summary of OEE",
  positionals: {},
  options: {},
  examples: [
    ["indkpi run", "bring everything up to date; simulates a week first if there is no telemetry at all"],
    ["indkpi run --warehouse /data/plant-7", "the same for your own plant"],
  ],
  run: async (_flags, context) => {
    const { runAll } = await import("./run-handler.ts");
    return runAll(context);
  },
});
