import { defineCommand } from "./command.ts";
import { dateSpan } from "./option-values.ts";

const exportFormats = ["csv", "parquet", "json"] as const;

export const exportCommand = defineCommand({
  usage: "export [relations..]",
  describe: "Write Gold to files; all its views as CSV by default",
  positionals: {
    relations: { type: "string", array: true, default: [], describe: "As in gold.oee_by_day" },
  },
  options: {
    format: { choices: exportFormats, requiresArg: true, default: "csv", describe: "File format" },
    from: { type: "string", requiresArg: true, describe: "First production date, as in 2026-01-05" },
    to: { type: "string", requiresArg: true, describe: "Last production date, inclusive" },
    out: {
      type: "string",
      requiresArg: true,
      describe: "Directory to write to",
      defaultDescription: "exports/ of the warehouse",
    },
    raw: {
      type: "boolean",
      default: false,
      describe: "CSV: leave texts that a spreadsheet takes for formulas as they are",
    },
  },
  examples: [
    ["indkpi export", "every Gold view as CSV into exports/"],
    ["indkpi export gold.fact_oee --format parquet --out /tmp/facts", "one relation as Parquet"],
    ["indkpi export --from 2026-01-05 --to 2026-01-11", "one week"],
  ],
  run: async ({ relations, format, from, to, out, raw }, context) => {
    const span = dateSpan(from, to);
    const { exportRelations } = await import("./export-handler.ts");
    const directory = out ?? context.paths.exports;
    return exportRelations({ relations, format, span, directory, isRaw: raw }, context);
  },
});
