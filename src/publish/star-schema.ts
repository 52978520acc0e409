import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A dimension: what names a member, and the column that the database numbers it by. */
export interface DimensionSpec {
  readonly name: string;
  readonly naturalKey: readonly string[];
  readonly key: string;
}

/** In the order in which they are loaded. */
export const dimensions: readonly DimensionSpec[] = [
  { name: "dim_machine", naturalKey: ["machine_id"], key: "machine_key" },
  { name: "dim_date", naturalKey: ["production_date"], key: "date_key" },
  { name: "dim_shift", naturalKey: ["calendar_id", "shift_id"], key: "shift_key" },
  { name: "dim_product", naturalKey: ["product_id"], key: "product_key" },
  { name: "dim_reason", naturalKey: ["reason_code"], key: "reason_key" },
  { name: "dim_order", naturalKey: ["order_id"], key: "order_key" },
];

export const factNames: readonly string[] = ["fact_oee", "fact_loss", "fact_failure", "fact_scrap"];

/** What is read of Gold: the star tables have the names of the relations they are made of. */
export const publishedRelations: readonly string[] = [
  ...dimensions.map(({ name }) => `gold.${name}`),
  ...factNames.map((name) => `gold.${name}`),
];

/** A step of the history of the schema: applied once to every database, in the order of the names. */
export interface Migration {
  /** As in `v001_dimensions`. */
  readonly name: string;
  readonly sql: string;
  readonly contentId: string;
}

export interface StarSchema {
  readonly migrations: readonly Migration[];
  /** By star table: the SELECT on Gold that gives its rows, in DuckDB's SQL. */
  readonly selects: ReadonlyMap<string, string>;
}

/** Reads `sql/star_schema`. */
export async function readStarSchema(sqlDirectory: string): Promise<StarSchema> {
  const migrations: Migration[] = [];
  for (const [name, sql] of await readFolder(join(sqlDirectory, "star_schema", "ddl"))) {
    migrations.push({ name, sql, contentId: contentIdOf(sql) });
  }
  return { migrations, selects: await readFolder(join(sqlDirectory, "star_schema", "dml")) };
}

/** Equal ids, equal text. */
export function contentIdOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

async function readFolder(directory: string): Promise<ReadonlyMap<string, string>> {
  const files = (await readdir(directory)).filter((file) => file.endsWith(".sql")).toSorted();
  const texts = files.map(async (file): Promise<readonly [string, string]> => [
    file.slice(0, -".sql".length),
    await readFile(join(directory, file), "utf8"),
  ]);
  return new Map(await Promise.all(texts));
}
