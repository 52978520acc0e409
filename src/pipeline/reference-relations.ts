import { identifier, type Database } from "../engine/database.ts";
import type { Column } from "../engine/select.ts";
import type { Reference } from "./reference/read.ts";
import { tableSpecs } from "./reference/schema.ts";

/** The relations `reference.*` and their columns: text, as in the files. */
export function referenceColumns(): ReadonlyMap<string, readonly Column[]> {
  return new Map(
    tableSpecs.map((spec) => [
      `reference.${spec.name}`,
      spec.columns.map(({ name }) => ({ name, type: "VARCHAR" })),
    ]),
  );
}

/** Loads the checked reference files as tables that models can read. */
export async function bindReference(database: Database, reference: Reference): Promise<void> {
  for (const { name, columns, rows } of reference.tables.values()) {
    const list = columns.map((column) => `${identifier(column)} varchar`).join(", ");
    await database.run(`create or replace table reference.${name} (${list})`);
    await database.appendText("reference", name, rows);
  }
}
