import { join } from "node:path";

import { identifier, literal, type Database } from "../engine/database.ts";
import { emptyRelation, type Column } from "../engine/select.ts";
import type { WarehousePaths } from "../lib/paths.ts";
import type { Manifest } from "./manifest.ts";

const batchColumns: readonly Column[] = [
  { name: "source", type: "VARCHAR" },
  { name: "batch_id", type: "VARCHAR" },
  { name: "ingested_at", type: "VARCHAR" },
  { name: "row_count", type: "VARCHAR" },
  { name: "quarantined_count", type: "VARCHAR" },
];

const figures = ["oee", "availability", "performance", "quality"];
const seconds = ["planned_production", "running", "no_data"];
const pieces = ["total", "good"];

const restatementColumns: readonly Column[] = [
  { name: "restated_at", type: "TIMESTAMP" },
  { name: "cause", type: "VARCHAR" },
  { name: "machine_id", type: "VARCHAR" },
  { name: "production_date", type: "DATE" },
  { name: "shift_id", type: "VARCHAR" },
  ...beforeAndAfter(figures, "_ratio", "DOUBLE"),
  ...beforeAndAfter(seconds, "_s", "DOUBLE"),
  ...beforeAndAfter(pieces, "_qty", "BIGINT"),
  { name: "late_event_count", type: "BIGINT" },
];

function beforeAndAfter(names: readonly string[], unit: string, type: string): readonly Column[] {
  return names.flatMap((name) => [
    { name: `${name}_before${unit}`, type },
    { name: `${name}_after${unit}`, type },
  ]);
}

/** The relations `history.*` and their columns: what happened. Only views of Gold may read them. */
export function historyColumns(): ReadonlyMap<string, readonly Column[]> {
  return new Map([
    ["history.batches", batchColumns],
    ["history.restatements", restatementColumns],
  ]);
}

/** Binds what the manifest knows of past ingests and restatements as relations that views can read. */
export async function bindHistory(
  database: Database,
  manifest: Manifest,
  paths: WarehousePaths,
): Promise<void> {
  const list = batchColumns.map(({ name }) => `${identifier(name)} varchar`).join(", ");
  await database.run(
    `create schema if not exists history; create or replace table history.batches (${list})`,
  );
  const rows = Object.entries(manifest.sources).flatMap(([source, { batches }]) =>
    batches.map(({ id, ingestedAt, rows: rowCount, quarantined }) => [
      source,
      id,
      ingestedAt,
      String(rowCount),
      String(quarantined),
    ]),
  );
  await database.appendText("history", "batches", rows);
  const files = manifest.restatements.map((file) => literal(join(paths.root, file)));
  await database.run(
    `create or replace view history.restatements as ${
      files.length === 0
        ? emptyRelation(restatementColumns)
        : `select * from read_parquet([${files.join(", ")}])`
    }`,
  );
}
