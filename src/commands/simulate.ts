import { DIRT_LEVEL_NAMES } from "../simulate/dirt-level-name.ts";
import { defineCommand } from "./command.ts";
import { isoDate, wholeNumber } from "./option-values.ts";

/** What `simulate` makes when nothing else is said. */
export const simulationDefaults = {
  seed: 42,
  startDate: "2026-01-05",
  days: 7,
  lineCount: null,
  machinesPerLine: null,
  scenario: "demo",
  dirt: "none",
  isCompressed: false,
  workerCount: null,
} as const;

export const simulateCommand = defineCommand({
  usage: "simulate",
  describe: "Simulate a plant: telemetry into landing/, the plant into reference/, what is true into truth/",
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
    scenario: {
      type: "string",
      requiresArg: true,
      default: simulationDefaults.scenario,
      describe: "demo, automotive, large, or a file *.json of your own",
    },
    lines: {
      type: "number",
      requiresArg: true,
      describe: "Number of lines; what the scenario says by default",
    },
    "machines-per-line": {
      type: "number",
      requiresArg: true,
      describe: "Machines on each line; what the scenario says by default",
    },
    dirt: {
      choices: DIRT_LEVEL_NAMES,
      requiresArg: true,
      default: simulationDefaults.dirt,
      describe:
        "Duplicates, late, missing and malformed lines, clock errors, counter resets, strangers; on record",
    },
    gzip: { type: "boolean", default: simulationDefaults.isCompressed, describe: "Telemetry as *.ndjson.gz" },
    workers: {
      type: "number",
      requiresArg: true,
      describe: "Threads that simulate, at most one a line; the bytes are the same",
      defaultDescription: "one a processor, up to 4",
    },
    force: { type: "boolean", default: false, describe: "Replace files that exist with another content" },
  },
  examples: [
    ["indkpi simulate", "one line of three machines for a week"],
    ["indkpi simulate --days 30 --lines 4 --seed 7", "a month of a larger plant"],
    ["indkpi simulate --scenario automotive", "a body shop of 29 machines for a week"],
  ],
  run: async (flags, context) => {
    const { lines, workers, "machines-per-line": perLine } = flags;
    const lineBounds = { min: 1, max: 10_000 };
    const options = {
      seed: wholeNumber("seed", flags.seed, { min: 0 }),
      startDate: isoDate("start", flags.start),
      days: wholeNumber("days", flags.days, { min: 1, max: 3660 }),
      lineCount: lines === undefined ? null : wholeNumber("lines", lines, lineBounds),
      machinesPerLine: perLine === undefined ? null : wholeNumber("machines-per-line", perLine, lineBounds),
      scenario: flags.scenario,
      dirt: flags.dirt,
      isCompressed: flags.gzip,
      workerCount: workers === undefined ? null : wholeNumber("workers", workers, { min: 1, max: 64 }),
    };
    const { simulate } = await import("./simulate-handler.ts");
    return simulate({ ...options, isForced: flags.force }, context);
  },
});
