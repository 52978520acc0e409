import { createHash } from "node:crypto";
import { mkdirSync, rmSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";

import { literal, type Database } from "../../engine/database.ts";
import { asText } from "../../engine/values.ts";
import { publishFile, syncFile } from "../../lib/atomic-file.ts";
import type { WorkEffects } from "../../lib/effects.ts";
import type { WarehousePaths } from "../../lib/paths.ts";
import type { Batch } from "../manifest.ts";
import type { Model } from "../model.ts";
import { landingView } from "./landing-view.ts";
import type { PreparedFile } from "./prepare.ts";
import { writeQuarantine } from "./quarantine.ts";
import { withProgress } from "../statement-progress.ts";

interface BatchOptions {
  readonly source: string;
  readonly model: Model;
  readonly files: readonly PreparedFile[];
  readonly paths: WarehousePaths;
  readonly effects: WorkEffects;
}

/** Good and refused rows of a date, as DuckDB's partitioned COPY names the folder of a null. */
const refusedFolder = "event_date=__HIVE_DEFAULT_PARTITION__";

const parquetFormat = "format parquet, compression zstd, parquet_version v2";

/**
 * Turns landing files into one batch of Bronze: a Parquet file per UTC date, and the lines that the source's SQL
 * refuses into the quarantine. Nothing is visible to readers until the caller writes the manifest.
 */
export async function ingestBatch(database: Database, options: BatchOptions): Promise<Batch> {
  const { source, model, files, paths, effects } = options;
  const contentIds = files.map(({ contentId }) => contentId).toSorted();
  const id = createHash("sha256").update(contentIds.join("\n")).digest("hex").slice(0, 16);
  const staged = join(paths.staging, `bronze-${source}-${id}`);
  rmSync(staged, { recursive: true, force: true });
  mkdirSync(staged, { recursive: true });
  const ingestedAt = new Date(effects.now()).toISOString();

  const readsArrays = await bindLanding(database, options);
  // Order is free here, for Silver puts events in order; keeping that of the files costs a fifth of the speed.
  await database.run("set preserve_insertion_order = false");
  try {
    await withProgress(database, `bronze.${source}`, effects, () =>
      database.run(copyStatement(model, { id, source, staged, ingestedAt, contentIds })),
    );
  } finally {
    await database.run("set preserve_insertion_order = true");
  }
  const refusedInCopy = await takeOutRefused(database, staged);
  await database.run(landingView(files, { source, isNumbered: true, readsArrays }));
  const quarantined = await writeQuarantine(database, {
    ...options,
    id,
    refusedFiles: refusedInCopy,
    ingestedAt,
  });
  return { id, ingestedAt, contentIds, quarantined, ...(await publishBatch(database, staged, options)) };
}

/** Binds `landing.<source>`; a file that begins like an array and is none is read line by line. */
async function bindLanding(database: Database, { files, source }: BatchOptions): Promise<boolean> {
  const arrays = files.filter(({ isArray }) => isArray);
  if (arrays.length > 0) {
    await database.run(landingView(files, { source, isNumbered: false, readsArrays: true }));
    const isSound = await database.rows(`select count(line_text) as n from landing.${source}`).then(
      () => true,
      () => false,
    );
    if (isSound) return true;
  }
  await database.run(landingView(files, { source, isNumbered: false, readsArrays: false }));
  return false;
}

interface CopyOptions {
  readonly id: string;
  readonly source: string;
  readonly staged: string;
  readonly ingestedAt: string;
  readonly contentIds: readonly string[];
}

function copyStatement(model: Model, { id, source, staged, ingestedAt, contentIds }: CopyOptions): string {
  const metadata = `{model: ${literal(model.relation)}, version: '${model.version}', source: ${literal(source)}, batch: '${id}', content: ${literal(contentIds.join(","))}}`;
  return `copy (
select
    * exclude (line_number, source_file, reject_reason, reject_text, event_date),
    source_file as _source_file,
    '${id}' as _batch_id,
    timestamp '${ingestedAt.slice(0, -1)}' as _ingested_at,
    reject_reason as _reject_reason,
    case when reject_reason is null then event_date end as event_date
from (
${model.sql}
)) to ${literal(staged)} (${parquetFormat}, partition_by (event_date), filename_pattern '${id}_{i}', overwrite_or_ignore, kv_metadata ${metadata})`;
}

/** Removes the rows without a date from the staged batch and tells which files they came from. */
async function takeOutRefused(database: Database, staged: string): Promise<readonly string[]> {
  const folder = join(staged, refusedFolder);
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return [];
  const rows = await database.rows(
    `select distinct _source_file as file from read_parquet(${literal(join(folder, "*.parquet"))}) where _reject_reason != 'blank' order by 1`,
  );
  rmSync(folder, { recursive: true });
  return rows.map((row) => asText(row["file"]));
}

type Published = Pick<Batch, "files" | "rows" | "bytes" | "firstDate" | "lastDate">;

async function publishBatch(
  database: Database,
  staged: string,
  { source, paths }: BatchOptions,
): Promise<Published> {
  const folders = (await readdir(staged)).filter((name) => name.startsWith("event_date=")).toSorted();
  const files: string[] = [];
  let bytes = 0;
  for (const folder of folders) {
    for (const name of (await readdir(join(staged, folder))).toSorted()) {
      const from = join(staged, folder, name);
      const file = join("bronze", source, folder, basename(name));
      bytes += statSync(from).size;
      syncFile(from);
      publishFile(from, join(paths.root, file));
      files.push(file);
    }
  }
  rmSync(staged, { recursive: true, force: true });
  const dates = folders.map((folder) => folder.slice("event_date=".length));
  const list = files.map((file) => literal(join(paths.root, file))).join(", ");
  const [count] =
    files.length === 0
      ? []
      : await database.rows(`select sum(num_rows)::bigint as n from parquet_file_metadata([${list}])`);
  return {
    files,
    rows: Number(count?.["n"] ?? 0),
    bytes,
    firstDate: dates[0] ?? null,
    lastDate: dates.at(-1) ?? null,
  };
}
