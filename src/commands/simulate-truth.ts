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
    order: "machine_id, from_at, kind, detail, until_at",
  },
} as const;

type TruthTable = keyof typeof TABLES;
const TABLE_NAMES = ["hours", "failures", "dirt"] as const satisfies readonly TruthTable[];
type Cell = string | number;

/** Rows of each table as lines of CSV. */
type TruthText = Readonly<Record<TruthTable, string>>;

/** What the simulator knows as lines of the tables. */
export function truthText({ hours, failures, dirt }: TruthRows): TruthText {
  return {
    hours: toLines(
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
    ),
    failures: toLines(
      failures.map(({ machineId, failedMs, restoredMs }) => [
        machineId,
        iso(failedMs),
        restoredMs === null ? "" : iso(restoredMs),
      ]),
    ),
    dirt: toLines(
      dirt.map(({ kind, machineId, fromMs, untilMs, detail }) => [
        kind,
        machineId,
        iso(fromMs),
        untilMs === null ? "" : iso(untilMs),
        detail,
      ]),
    ),
  };
}

/** Gathers the lines, and makes Parquet of them at the end: `truth/<table>/<start>.parquet`. */
export interface TruthFiles {
  readonly append: (text: TruthText) => Promise<void>;
  readonly finish: () => Promise<void>;
}

/** Putting the rows in order takes as much memory as it is given, and else goes by way of the disk. */
const MEMORY = "128MB";
/** Left to itself, DuckDB reads CSV in pieces of 32 MB. */
const READING =
  "auto_detect = false, header = false, delim = ',', quote = '\"', max_line_size = 65536, buffer_size = 1048576";
/** So much text is written at once. */
const BLOCK_LENGTH = 500_000;

/** Truth files among those that are to be published; `start` names the simulation. */
export function openTruthFiles(files: StagedFiles, paths: WarehousePaths, start: string): TruthFiles {
  const pending: Record<TruthTable, string> = { hours: "", failures: "", dirt: "" };
  // The end needs it; loaded now, it is there by then while other threads simulate.
  const engine = import("../engine/database.ts");
  // Whoever finishes is told; a simulation that fails before has its own fault to report.
  engine.catch(() => undefined);
  const flush = async (table: TruthTable, leastLength: number): Promise<void> => {
    if (pending[table].length < leastLength) return;
    const text = pending[table];
    pending[table] = "";
    await files.appendScratch(`${table}.csv`, text);
  };
  return {
    append: async (text) => {
      for (const table of TABLE_NAMES) {
        pending[table] += text[table];
        await flush(table, BLOCK_LENGTH);
      }
    },
    finish: async () => {
      for (const table of TABLE_NAMES) await flush(table, 0);
      const { literal, withDatabase } = await engine;
      await withDatabase(
        { spillDirectory: paths.spill, threads: 1, memoryLimit: MEMORY },
        async (database) => {
          for (const table of TABLE_NAMES) {
            const { columns, order } = TABLES[table];
            const types = Object.entries(columns).map(([name, type]) => `${literal(name)}: ${literal(type)}`);
            const csv = literal(files.scratch(`${table}.csv`));
            const parquet = literal(files.reserve(`truth/${table}/${start}.parquet`));
            await database.run(
              `copy (from read_csv(${csv}, ${READING}, columns = {${types.join(", ")}}) order by ${order})` +
                ` to ${parquet} (format parquet, compression zstd)`,
            );
          }
        },
      );
    },
  };
}

function toLines(rows: readonly (readonly Cell[])[]): string {
  return rows.map((cells) => `${cells.join(",")}\n`).join("");
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
