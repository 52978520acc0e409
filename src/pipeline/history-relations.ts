import { identifier, type Database } from "../engine/database.ts";
import type { Column } from "../engine/select.ts";
import type { Manifest } from "./manifest.ts";

const batchColumns: readonly Column[] = [
  { name: "source", type: "VARCHAR" },
  { name: "batch_id", type: "VARCHAR" },
  { name: "ingested_at", type: "VARCHAR" },
  { name: "row_count", type: "VARCHAR" },
  { name: "quarantined_count", type: "VARCHAR" },
];

/** The relations `history.*` and their columns: what happened, as text. Only views of Gold may read them. */
export function historyColumns(): ReadonlyMap<string, readonly Column[]> {
  return new Map([["history.batches", batchColumns]]);
}

/** Loads what the manifest knows of past ingests as tables that views can read. */
export async function bindHistory(database: Database, manifest: Manifest): Promise<void> {
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
}
