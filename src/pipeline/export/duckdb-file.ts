import { basename, dirname, join } from "node:path";

import { identifier, literal, type Database } from "../../engine/database.ts";
import { asText } from "../../engine/values.ts";
import { publishFile, syncFile } from "../../lib/atomic-file.ts";
import type { WorkEffects } from "../../lib/effects.ts";
import type { WarehousePaths } from "../../lib/paths.ts";
import { startProgress } from "../../lib/progress.ts";
import type { Graph } from "../graph.ts";
import { withLake, type Lake } from "../lake.ts";
import type { Model } from "../model.ts";
import { exportNames } from "./export-names.ts";
import { withStage } from "./stage.ts";

interface DuckdbFile {
  readonly tables: number;
  readonly views: number;
}

const catalog = "exported";

/**
 * Writes Gold into one DuckDB file: tables as tables, views that rest on Gold alone as views, those that need more as
 * tables. The file appears when it is complete.
 *
 * DuckDB calls an opened file by its name, so in `gold.duckdb` a schema `gold` would be ambiguous: there the relations
 * lie in the main schema. Either way `gold.oee_by_day` names one.
 */
export async function writeDuckdbFile(
  path: string,
  { paths, effects }: { readonly paths: WarehousePaths; readonly effects: WorkEffects },
): Promise<DuckdbFile> {
  return await withLake({ paths, signal: effects.signal }, async (lake) => {
    const names = exportNames(lake.graph, ["gold"]);
    await lake.bind(names);
    return await withStage(dirname(path), async (stage) => {
      const staged = join(stage, basename(path));
      await lake.database.run(`attach ${literal(staged)} as ${catalog}`);
      const schema = /^gold(?:\.|$)/i.test(basename(path)) ? "main" : "gold";
      const written = await copyGold(lake, names, schema, effects);
      await lake.database.run(`use memory; detach ${catalog}`);
      syncFile(staged);
      publishFile(staged, path);
      return written;
    });
  });
}

async function copyGold(
  { database, graph }: Lake,
  names: readonly string[],
  schema: "main" | "gold",
  effects: WorkEffects,
): Promise<DuckdbFile> {
  await database.run(`create schema if not exists ${catalog}.${schema}`);
  // The models call the dialect functions without a schema, so they must lie in the main one of the file.
  await database.run(`use ${catalog}; ${graph.dialect}`);
  const progress = startProgress({ label: "export", total: names.length, unit: "relations", effects });
  let views = 0;
  try {
    for (const [relation, { model }] of graph.nodes) {
      if (!names.includes(relation)) continue;
      effects.signal.throwIfAborted();
      progress.advance(0, relation);
      const isView = restsOnGold(graph, relation);
      if (isView) views += 1;
      const target = `${catalog}.${schema}.${relation.replace(/^gold\./, "")}`;
      await database.run(
        isView
          ? `create view ${target} as ${await readingFrom(database, model.sql, schema)}`
          : `create table ${target} as select * from memory.${relation}${orderOf(model)}`,
      );
      await database.run(
        `comment on ${isView ? "view" : "table"} ${target} is ${literal(model.description)}`,
      );
      progress.advance(1, relation);
    }
  } finally {
    progress.finish();
  }
  return { tables: names.length - views, views };
}

/** The same SELECT with the relations of Gold in another schema. */
async function readingFrom(database: Database, sql: string, schema: string): Promise<string> {
  const moved = `replace(cast(json_serialize_sql(${literal(sql)}) as varchar), '"schema_name":"gold"', '"schema_name":"${schema}"')`;
  const [row] = await database.rows(`select json_deserialize_sql(cast(${moved} as json)) as sql`);
  return asText(row?.["sql"]);
}

/** Whether a relation is a view over nothing but Gold, down to its tables. */
function restsOnGold(graph: Graph, relation: string): boolean {
  const node = graph.nodes.get(relation);
  return (
    node?.model.kind === "view" &&
    node.inputs.every(
      (input) =>
        input.startsWith("gold.") &&
        (graph.nodes.get(input)?.model.kind === "table" || restsOnGold(graph, input)),
    )
  );
}

function orderOf({ grain }: Model): string {
  return grain.length === 0 ? "" : ` order by ${grain.map(({ name }) => identifier(name)).join(", ")}`;
}
