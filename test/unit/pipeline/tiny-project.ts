import type { Database } from "../../../src/engine/database.ts";

import { prepareSession } from "../../../src/pipeline/bind.ts";
import { planGraph, type Graph } from "../../../src/pipeline/graph.ts";
import { parseModel } from "../../../src/pipeline/model.ts";
import type { Project } from "../../../src/pipeline/project.ts";
import { inMemory } from "../engine/in-memory.ts";

export interface TinyModel {
  readonly sql: string;
  readonly kind?: "source" | "table" | "view";
  readonly grain?: string;
  readonly version?: number;
  readonly collect?: string;
  readonly partition?: string;
  readonly window?: string;
  readonly keys?: string;
}

/** What a test says of its models: relation to SQL, or to more than that. Models are tables unless they say otherwise. */
export type TinyModels = Readonly<Record<string, string | TinyModel>>;

/** A project of a few models. */
export function tinyProject(models: TinyModels, dialect = ""): Project {
  const parsed = Object.entries(models).map(([relation, given]) => {
    const {
      sql,
      kind,
      grain = "none",
      version = 1,
      collect,
      partition,
      window,
      keys,
    } = typeof given === "string" ? { sql: given } : given;
    const ofLayer = relation.startsWith("bronze.") ? "source" : "table";
    const optional = Object.entries({ collect, partition, window, keys });
    const header = [
      "-- One row per test.",
      `--! grain: ${grain}`,
      `--! kind: ${kind ?? ofLayer}`,
      `--! version: ${version}`,
      ...optional.flatMap(([key, value]) => (value === undefined ? [] : [`--! ${key}: ${value}`])),
    ];
    const file = `sql/${relation.replace(".", "/")}.sql`;
    return [relation, parseModel(relation, file, `${header.join("\n")}\n${sql}\n`)] as const;
  });
  return { models: new Map(parsed), checks: [], dialect };
}

/** The graph of a few models. */
export function tinyGraph(models: TinyModels, dialect = ""): Promise<Graph> {
  return withTinyGraph(models, (graph) => Promise.resolve(graph), dialect);
}

/** The same with the database that it was parsed in. */
export function withTinyGraph<T>(
  models: TinyModels,
  work: (graph: Graph, database: Database) => Promise<T>,
  dialect = "",
): Promise<T> {
  return inMemory(async (database) => {
    await prepareSession(database, dialect);
    return await work(await planGraph(database, tinyProject(models, dialect)), database);
  });
}
