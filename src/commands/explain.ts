import { UsageError } from "../lib/errors.ts";
import { defineCommand } from "./command.ts";
import { productionSpan } from "./option-values.ts";

const explainFormats = ["table", "json"] as const;

export type ExplainFormat = (typeof explainFormats)[number];

export const explainCommand = defineCommand({
  usage: "explain <kpi>",
  describe: "Follow a figure of one shift back to its formula, parts, stops and source lines",
  positionals: {
    kpi: { type: "string", demandOption: true, describe: "oee, or a KPI of gold.kpi_catalogue, as in mtbf" },
  },
  options: {
    machine: { type: "string", requiresArg: true, describe: "As in CNC_01" },
    shift: {
      type: "string",
      requiresArg: true,
      describe: "Production date and shift, as in 2026-01-05/early",
    },
    all: {
      type: "boolean",
      default: false,
      describe: "Every stop and every source line, not the longest alone",
    },
    format: {
      choices: explainFormats,
      requiresArg: true,
      describe: "Text for people, or one JSON object with everything",
      defaultDescription: "table, json under --json",
    },
  },
  examples: [
    ["indkpi explain oee --machine CNC_01 --shift 2026-01-05/early", "where the OEE of a shift comes from"],
    [
      "indkpi explain mtbf --machine CNC_01 --shift 2026-01-05/late --all",
      "another KPI, with every stop and line",
    ],
    ["indkpi explain oee --machine CNC_01 --shift 2026-01-05/early --json", "the same for a program"],
  ],
  run: async ({ kpi, machine, shift, all, format }, context) => {
    if (machine === undefined) throw new UsageError("explain needs --machine", "as in --machine CNC_01");
    if (shift === undefined) throw new UsageError("explain needs --shift", "as in --shift 2026-01-05/early");
    const { first, last, shift: shiftId } = productionSpan("shift", shift);
    if (shiftId === undefined || first !== last) {
      throw new UsageError(
        `--shift takes a date and a shift, not ${JSON.stringify(shift)}`,
        "as in --shift 2026-01-05/early",
      );
    }
    const { explain } = await import("./explain-handler.ts");
    return explain({ kpi, machineId: machine, date: first, shiftId, isWhole: all, format }, context);
  },
});
