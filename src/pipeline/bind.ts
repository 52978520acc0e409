import { join } from "node:path";

import { literal, type Database } from "../engine/database.ts";
import { describeSelect, emptyRelation } from "../engine/select.ts";
import { sqlError } from "../engine/sql-error.ts";
import { UserError } from "../lib/errors.ts";
import type { WarehousePaths } from "../lib/paths.ts";
import { collectionUnion, type Graph } from "./graph.ts";
import { bindHistory } from "./history-relations.ts";
import type { Manifest } from "./manifest.ts";
import type { Model } from "./model.ts";
import { bronzeColumns, sourceColumns } from "./source.ts";

/** Makes the schemas and dialect functions that models rest on. */
export async function prepareSession(database: Database, dialect: string): Promise<void> {
  for (const schema of ["landing", "reference", "history", "bronze", "silver", "gold"]) {
    await database.run(`create schema if not exists ${schema}`);
  }
  await database.run(dialect);
}

export interface Binding {
  readonly graph: Graph;
  readonly manifest: Manifest;
  readonly paths: WarehousePaths;
}

/** Makes one relation readable under its name: a view over its files, or the view that it is. Inputs must be bound. */
export async function bindRelation(
  database: Database,
  relation: string,
  { graph, manifest, paths }: Binding,
): Promise<void> {
  await bindCollections(database, relation, graph);
  const model = graph.nodes.get(relation)?.model;
  if (model === undefined) throw new UserError(`${relation} does not exist`, { code: "UNKNOWN_RELATION" });
  switch (model.kind) {
    case "source":
      await bindBronze(database, model, manifest, paths);
      return;
    case "view":
      if (graph.nodes.get(relation)?.inputs.some((input) => input.startsWith("history.")) === true) {
        await bindHistory(database, manifest);
      }
      await bindView(database, model);
      return;
    case "table": {
      const output = manifest.outputs[relation];
      if (output === undefined) {
        throw new UserError(`${relation} is not built yet`, { code: "NOT_BUILT", hint: "run: indkpi gold" });
      }
      await bindFile(database, relation, join(paths.root, output.file));
    }
  }
}

/** Points a relation at one Parquet file. */
export async function bindFile(database: Database, relation: string, path: string): Promise<void> {
  await database.run(`create or replace view ${relation} as select * from read_parquet(${literal(path)})`);
}

/** Binds the collections that a model reads, as the union of their members. */
export async function bindCollections(database: Database, relation: string, graph: Graph): Promise<void> {
  for (const [collection, members] of graph.collections) {
    if (graph.nodes.get(relation)?.inputs.includes(collection) !== true) continue;
    await database.run(`create or replace view ${collection} as ${collectionUnion(members)}`);
  }
}

async function bindView(database: Database, model: Model): Promise<void> {
  const prefix = `create or replace view ${model.relation} as `;
  await database.run(`${prefix}${model.sql}`).catch((failure: unknown) => {
    throw sqlError(failure, { ...model, prefixLength: prefix.length });
  });
}

async function bindBronze(
  database: Database,
  model: Model,
  manifest: Manifest,
  paths: WarehousePaths,
): Promise<void> {
  const source = model.relation.replace(/^bronze\./, "");
  const files = (manifest.sources[source]?.batches ?? []).flatMap((batch) => batch.files);
  if (files.length === 0) {
    await database.run(`create or replace view landing.${source} as ${emptyRelation(sourceColumns)}`);
    const columns = bronzeColumns(await describeSelect(database, model.sql));
    await database.run(`create or replace view ${model.relation} as ${emptyRelation(columns)}`);
    return;
  }
  const list = files.map((file) => literal(join(paths.root, file))).join(", ");
  await database.run(
    `create or replace view ${model.relation} as select * exclude (_reject_reason) from read_parquet([${list}], hive_partitioning = true, hive_types = {'event_date': date})`,
  );
}
