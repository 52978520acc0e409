import { existsSync, readdirSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

import { literal, type Database } from "../engine/database.ts";
import { asText } from "../engine/values.ts";
import { publishFile, syncFile } from "../lib/atomic-file.ts";
import type { WarehousePaths } from "../lib/paths.ts";
import {
  batchSchema,
  emptyManifest,
  landedFileSchema,
  type Batch,
  type LandedFile,
  type Manifest,
} from "./manifest.ts";

export interface BatchRecord {
  readonly source: string;
  /** Its place among the batches of the source. */
  readonly place: number;
  readonly batch: Batch;
  readonly landed: readonly LandedFile[];
}

/** Writes beside Bronze what the manifest will know of a batch, so that a lost manifest can be made anew. */
export async function writeBatchRecord(
  database: Database,
  paths: WarehousePaths,
  { source, place, batch, landed }: BatchRecord,
): Promise<void> {
  const staged = join(paths.staging, `batch-${source}-${batch.id}.parquet`);
  await mkdir(paths.staging, { recursive: true });
  await database.run(
    `copy (
      select
        ${literal(source)} as source,
        ${place} as place,
        ${literal(JSON.stringify(batch))} as batch,
        ${literal(JSON.stringify(landed))} as landed
    ) to ${literal(staged)} (format parquet)`,
  );
  syncFile(staged);
  publishFile(staged, join(recordsDirectory(paths), `${source}-${batch.id}.parquet`));
}

/**
 * A manifest from the Parquet files alone: the batches whose files are all there. Tables are not in it: they are built
 * again from Bronze, to the same bytes. Undefined where there is nothing to make it of.
 */
export async function manifestFromFiles(
  database: Database,
  paths: WarehousePaths,
): Promise<Manifest | undefined> {
  const directory = recordsDirectory(paths);
  if (!existsSync(directory) || readdirSync(directory).length === 0) return undefined;
  const rows = await database.rows(
    `select source, batch, landed from read_parquet(${literal(join(directory, "*.parquet"))}) order by source, place, batch`,
  );
  const sources: Record<string, Manifest["sources"][string]> = {};
  for (const row of rows) {
    const source = asText(row["source"]);
    const batch = batchSchema.parse(JSON.parse(asText(row["batch"])));
    if (batch.files.length === 0 || !batch.files.every((file) => existsSync(join(paths.root, file))))
      continue;
    const landed = z.array(landedFileSchema).parse(JSON.parse(asText(row["landed"])));
    const known = sources[source] ?? { landed: [], batches: [] };
    const names = new Set(landed.map(({ path }) => path));
    sources[source] = {
      landed: [...known.landed.filter(({ path }) => !names.has(path)), ...landed],
      batches: [...known.batches, batch],
    };
  }
  return Object.keys(sources).length === 0
    ? undefined
    : { ...emptyManifest, sources, restatements: restatementFiles(paths) };
}

/** Parquet files of Bronze, whether a record names them or not. */
export function countBronzeFiles(paths: WarehousePaths): number {
  if (!existsSync(paths.bronze)) return 0;
  const names = readdirSync(paths.bronze, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".parquet")).length;
}

function recordsDirectory(paths: WarehousePaths): string {
  return join(paths.history, "batches");
}

function restatementFiles(paths: WarehousePaths): string[] {
  const directory = join(paths.history, "restatements");
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .toSorted()
    .map((name) => join("history", "restatements", name));
}
