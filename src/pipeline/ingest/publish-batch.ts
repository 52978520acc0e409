import { rmSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";

import { literal, type Database } from "../../engine/database.ts";
import { publishFile, syncFile } from "../../lib/atomic-file.ts";
import type { WarehousePaths } from "../../lib/paths.ts";
import type { Batch } from "../manifest.ts";
import type { PreparedFile } from "./prepare.ts";
import { writeQuarantine } from "./quarantine.ts";
import { refusedFolder, type StageOptions } from "./stage.ts";

interface PublishOptions extends StageOptions {
  readonly files: readonly PreparedFile[];
  readonly paths: WarehousePaths;
}

/**
 * Moves a staged batch into Bronze, and the lines that were refused into the quarantine. Nothing is visible to readers
 * until the caller writes the manifest.
 */
export async function publishBatch(database: Database, options: PublishOptions): Promise<Batch> {
  const { id, files, ingestedAt, directory } = options;
  const refused = join(directory, refusedFolder);
  const quarantined = await writeQuarantine(database, { ...options, refused });
  rmSync(refused, { recursive: true, force: true });
  const contentIds = files.map(({ contentId }) => contentId).toSorted();
  return { id, ingestedAt, contentIds, quarantined, ...(await publishFiles(database, options)) };
}

type Published = Pick<Batch, "files" | "rows" | "bytes" | "firstDate" | "lastDate">;

async function publishFiles(
  database: Database,
  { source, directory, paths }: PublishOptions,
): Promise<Published> {
  const folders = (await readdir(directory)).filter((name) => name.startsWith("event_date=")).toSorted();
  const files: string[] = [];
  let bytes = 0;
  for (const folder of folders) {
    for (const name of (await readdir(join(directory, folder))).toSorted()) {
      const from = join(directory, folder, name);
      const file = join("bronze", source, folder, basename(name));
      bytes += statSync(from).size;
      syncFile(from);
      publishFile(from, join(paths.root, file));
      files.push(file);
    }
  }
  rmSync(directory, { recursive: true, force: true });
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
