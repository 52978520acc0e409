import type { WarehousePaths } from "../lib/paths.ts";
import type { TruthRows } from "../simulate/truth-rows.ts";
import { TRUTH_BUCKETS } from "../simulate/truth-rows.ts";
import type { StagedFiles } from "./staged-files.ts";

/** The tables of the truth: columns and types, in the order of their cells. */
const TABLES = {
  hours: {
    columns: {
      machine_id: "varchar",
      production_date: "date",
      shift_id: "varchar",
      hour_start_at: "timestamptz",
      ...Object.fromEntries(TRUTH_BUCKETS.map((bucket) => [`${bucket}_ms`, "bigint"])),
      overtime_ms: "bigint",
      good_qty: "bigint",
      scrap_qty: "bigint",
      rework_qty: "bigint",
      failure_count: "bigint",
      energy_j: "bigint",
    },
    order: "machine_id, hour_start_at, production_date, shift_id",
  },
  failures: {
    columns: { machine_id: "varchar", failed_at: "timestamptz", restored_at: "timestamptz" },
    order: "machine_id, failed_at",
  },
  dirt: {
    columns: {
      kind: "varchar",
      machine_id: "varchar",
      from_at: "timestamptz",
      until_at: "timestamptz",
      detail: "varchar",
    },
    order: "machine_id, from_at, kind, detail",
  },
} as const;

type TruthTable = keyof typeof TABLES;
type Cell = string | number;

/** Gathers what the simulator knows, and makes Parquet of it at the end: `truth/<table>/<start>.parquet`. */
export interface TruthFiles {
  readonly append: (rows: TruthRows) => Promise<void>;
  readonly finish: () => Promise<void>;
}

/** Truth files among those that are to be published; `start` names the simulation. */
export function openTruthFiles(files: StagedFiles, paths: WarehousePaths, start: string): TruthFiles {
  const write = (table: TruthTable, lines: readonly (readonly Cell[])[]): Promise<void> =>
    files.appendScratch(`${table}.csv`, lines.map((cells) => `${cells.join(",")}\n`).join(""));
  return {
    append: async ({ hours, failures, dirt }) => {
      await write(
        "hours",
        hours.map((hour) => [
          hour.machineId,
          hour.productionDate,
          hour.shiftId,
          iso(hour.hourMs),
          ...TRUTH_BUCKETS.map((bucket) => hour.bucketMs[bucket]),
          hour.overtimeMs,
          hour.good,
          hour.scrap,
          hour.rework,
          hour.failures,
          Math.round(hour.energyJ),
        ]),
      );
      await write(
        "failures",
        failures.map(({ machineId, failedMs, restoredMs }) => [
          machineId,
          iso(failedMs),
          restoredMs === null ? "" : iso(restoredMs),
        ]),
      );
      await write(
        "dirt",
        dirt.map(({ kind, machineId, fromMs, untilMs, detail }) => [
          kind,
          machineId,
          iso(fromMs),
          untilMs === null ? "" : iso(untilMs),
          detail,
        ]),
      );
    },
    finish: async () => {
      // Not before there is something to write: the simulation itself needs no database.
      const { literal, withDatabase } = await import("../engine/database.ts");
      await withDatabase({ spillDirectory: paths.spill, threads: 1 }, async (database) => {
        for (const [table, { columns, order }] of Object.entries(TABLES)) {
          const types = Object.entries(columns).map(([name, type]) => `${literal(name)}: ${literal(type)}`);
          const csv = literal(files.scratch(`${table}.csv`));
          const parquet = literal(files.reserve(`truth/${table}/${start}.parquet`));
          await database.run(
            `copy (from read_csv(${csv}, auto_detect = false, header = false, delim = ',', quote = '"', columns = {${types.join(", ")}}) order by ${order})` +
              ` to ${parquet} (format parquet, compression zstd)`,
          );
        }
      });
    },
  };
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
