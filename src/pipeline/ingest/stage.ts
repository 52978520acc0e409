import { existsSync, mkdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { literal, type Database } from "../../engine/database.ts";
import { withSettings, type Settings } from "../../engine/settings.ts";
import { StatementFailure } from "../../engine/statement-failure.ts";
import type { WorkEffects } from "../../lib/effects.ts";
import type { Model } from "../model.ts";
import { withProgress } from "../statement-progress.ts";
import type { ReadableFile } from "./prepare.ts";
import { bindReading, type Reading } from "./reading.ts";

export interface StageOptions {
  readonly id: string;
  readonly source: string;
  readonly model: Model;
  readonly files: readonly ReadableFile[];
  /** Where the Parquet files go, a folder a date; emptied first. */
  readonly directory: string;
  readonly scratch: string;
  readonly ingestedAt: string;
  /** Whether the plain reading of the source may be tried. */
  readonly mayBePlain: boolean;
  readonly effects: WorkEffects;
}

/** Good and refused rows of a date, as DuckDB's partitioned COPY names the folder of a null. */
export const refusedFolder = "event_date=__HIVE_DEFAULT_PARTITION__";

const parquetOptions = [
  "format parquet",
  "parquet_version v2",
  "compression zstd",
  // Faster than 3, the default, and on telemetry no larger.
  "compression_level 1",
  // Readings hardly repeat and days are read whole: large dictionaries and bloom filters cost more than they give.
  "dictionary_size_limit 5000",
  "write_bloom_filter false",
];

const copySettings: Settings = {
  // Order is free here, for Silver puts events in order; keeping that of the files costs a fifth of the speed.
  preserve_insertion_order: "false",
  // Half a row group: rows go on from the partitions to the writers while they are in the cache.
  partitioned_write_flush_threshold: "61440",
};

function settingsFor({ isPlain, isScattered, isSmall }: Reading, fileCount: number): Settings {
  if (isSmall) return copySettings;
  const processors = availableParallelism();
  return {
    ...copySettings,
    // Sorting takes whatever memory it is given; all else gets by with less than this.
    ...(isScattered ? { memory_limit: "768MB" } : {}),
    // DuckDB shares one JSON file among threads only while files, one example among them, are fewer than threads.
    threads: String(isPlain ? Math.max(processors, Math.min(fileCount, 5) + 2) : processors),
  };
}

/**
 * Turns landing files into Parquet: the good rows by UTC date, the refused ones in a folder of their own. What the plain
 * reading cannot take is read again line by line.
 */
export async function stageBatch(database: Database, options: StageOptions): Promise<Reading> {
  const { directory, source, effects } = options;
  const reading = await bindReading(database, options);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const settings = settingsFor(reading, options.files.length);
  const isWhole = await withSettings(database, settings, () =>
    withProgress(database, `bronze.${source}`, effects, () => database.run(copyStatement(reading, options))),
  ).then(
    () => !reading.isPlain || !existsSync(join(directory, refusedFolder)),
    (failure: unknown) => {
      effects.signal.throwIfAborted();
      if (reading.isPlain && failure instanceof StatementFailure) return false;
      throw failure;
    },
  );
  return isWhole ? reading : await stageBatch(database, { ...options, mayBePlain: false });
}

/** Every row group of an enum holds all its names, so they are to be few. */
const maxNamedFiles = 50;

function copyStatement(
  { sql, isScattered }: Reading,
  { model, id, source, files, directory, ingestedAt }: StageOptions,
): string {
  const names = new Set(files.map(({ file }) => file.name));
  const metadata = `{model: ${literal(model.relation)}, version: '${model.version}', source: ${literal(source)}, batch: '${id}'}`;
  return `copy (
select
    * exclude (line_number, source_file, reject_reason, reject_text, event_date),
    ${names.size > maxNamedFiles ? "source_file" : asEnum("source_file", [...names])} as _source_file,
    ${asEnum(literal(id), [id])} as _batch_id,
    timestamp '${ingestedAt.slice(0, -1)}' as _ingested_at,
    -- Null in every file that is published; in the others, by what the refused lines are found again.
    case when reject_reason != 'blank' then reject_text end as _reject_reason,
    case when reject_reason is null then event_date end as event_date
from (
${sql}
)${isScattered ? " order by event_date" : ""}) to ${literal(directory)} (${parquetOptions.join(", ")}, partition_by (event_date), filename_pattern '${id}_{i}', overwrite_or_ignore, kv_metadata ${metadata})`;
}

/** Text of few values in a byte each until it is written: Parquet then holds text as ever, and copying it costs nothing. */
function asEnum(expression: string, values: readonly string[]): string {
  return `cast(${expression} as enum(${values.map(literal).join(", ")}))`;
}
