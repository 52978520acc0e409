import { UsageError } from "../lib/errors.ts";
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
    machine: {
      type: "string",
      array: true,
      nargs: 1,
      describe: "Only rows of this machine; repeatable",
    },
    "by-day": {
      type: "boolean",
      default: false,
      describe: "One file a production date, in a folder a relation",
    },
    "at-once": {
      type: "boolean",
      default: false,
      describe: "Replace the folder of --out as a whole, with a manifest of its files, SQL and inputs",
    },
    duckdb: {
      type: "string",
      requiresArg: true,
      describe: "All of Gold as tables and views in one DuckDB file",
    },
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
    ["indkpi export --from 2026-01-05 --to 2026-01-11 --machine CNC_01", "one week of one machine"],
    ["indkpi export gold.oee_by_machine_hour --by-day", "a file for every day"],
    ["indkpi export --at-once --out /mnt/share/week", "a folder that is there whole or not at all"],
    ["indkpi export --duckdb gold.duckdb", "for DBeaver, Tableau, Python, R"],
  ],
  run: async (
    { relations, format, from, to, machine, out, raw, duckdb, "by-day": isByDay, "at-once": isAtOnce },
    context,
  ) => {
    const span = dateSpan(from, to);
    if (duckdb !== undefined) {
      const isMore =
        relations.length > 0 || isByDay || isAtOnce || (machine ?? out ?? from ?? to) !== undefined;
      if (isMore)
        throw new UsageError("--duckdb writes all of Gold into one file", "leave the other choices out");
      const { exportDuckdb } = await import("./export-handler.ts");
      return exportDuckdb(duckdb, context);
    }
    const { exportRelations } = await import("./export-handler.ts");
    const directory = out ?? context.paths.exports;
    return exportRelations(
      { relations, format, span, machines: machine ?? [], directory, isByDay, isAtOnce, isRaw: raw },
      context,
    );
  },
});
