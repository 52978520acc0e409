import { defineCommand } from "./command.ts";
import { isoDate, wholeNumber } from "./option-values.ts";

/** What `simulate` makes when nothing else is said. */
export const simulationDefaults = {
  seed: 42,
  startDate: "2026-01-05",
  days: 7,
  lineCount: 1,
  machinesPerLine: 3,
} as const;

export const simulateCommand = defineCommand({
  usage: "simulate",
  describe: "Simulate a plant: telemetry into landing/, the plant into reference/",
  positionals: {},
  options: {
    seed: {
      type: "number",
      requiresArg: true,
      default: simulationDefaults.seed,
      describe: "The same seed makes the same bytes",
    },
    start: {
      type: "string",
      requiresArg: true,
      default: simulationDefaults.startDate,
      describe: "First day of the simulation",
    },
    days: { type: "number", requiresArg: true, default: simulationDefaults.days, describe: "Number of days" },
    lines: {
      type: "number",
      requiresArg: true,
      default: simulationDefaults.lineCount,
      describe: "Number of lines",
    },
    "machines-per-line": {
      type: "number",
      requiresArg: true,
      default: simulationDefaults.machinesPerLine,
      describe: "Machines on each line",
    },
    force: { type: "boolean", default: false, describe: "Replace files that exist with another content" },
  },
  examples: [
    ["indkpi simulate", "one line of three machines for a week"],
    ["indkpi simulate --days 30 --lines 4 --seed 7", "a month of a larger plant"],
  ],
  run: async (flags, context) => {
    const options = {
      seed: wholeNumber("seed", flags.seed, { min: 0 }),
      startDate: isoDate("start", flags.start),
      days: wholeNumber("days", flags.days, { min: 1, max: 3660 }),
      lineCount: wholeNumber("lines", flags.lines, { min: 1, max: 1000 }),
      machinesPerLine: wholeNumber("machines-per-line", flags["machines-per-line"], { min: 1, max: 1000 }),
    };
    const { simulate } = await import("./simulate-handler.ts");
    return simulate({ ...options, isForced: flags.force }, context);
  },
});
