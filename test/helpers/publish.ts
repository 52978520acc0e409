import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";

import { z } from "zod";

import type { Database } from "../../src/engine/database.ts";
import { publishedViews } from "../../src/commands/published-views.ts";
import { parseDictionary } from "../../src/lib/dictionary.ts";
import { sqlDirectory, warehousePaths } from "../../src/lib/paths.ts";
import { withLake } from "../../src/pipeline/lake.ts";
import type { GoldView } from "../../src/publish/gold-views.ts";
import { publishStar, type PublishedTable, type PublishOptions } from "../../src/publish/publish.ts";
import { publishedRelations, readStarSchema, type StarSchema } from "../../src/publish/star-schema.ts";
import { writeSmallPlant } from "../docs/small-plant.ts";
import { runCli } from "./cli.ts";
import { build } from "./plant.ts";

const Lines = z.array(
  z.object({
    table: z.string(),
    rows: z.number(),
    written: z.number(),
    removed: z.number(),
    dates: z.number().nullable(),
  }),
);

/** The small plant, built; whoever asks for it removes it. */
export async function builtSmallPlant(): Promise<string> {
  const warehouse = await mkdtemp(join(tmpdir(), "indkpi-publish-"));
  await writeSmallPlant(warehouse);
  await build(warehouse);
  return warehouse;
}

/** Publishes by the real command, which must succeed: what it printed, by table, and what it said. */
export async function publish(warehouse: string, url: string, ...args: readonly string[]) {
  const options = ["--warehouse", warehouse, "--no-progress", "--json", "--url", url];
  const result = await runCli(["publish", "postgres", ...options, ...args]);
  if (result.code !== 0) throw new Error(`publish: exit ${result.code}\n${result.stderr}`);
  const lines = Lines.parse(JSON.parse(result.stdout));
  const byTable = Object.fromEntries(lines.map(({ table, ...line }) => [table, line]));
  return { byTable, stderr: result.stderr };
}

export interface Changes {
  readonly schema?: (schema: StarSchema) => StarSchema;
  readonly views?: (views: readonly GoldView[]) => readonly GoldView[];
  readonly bulkRows?: number;
  readonly isFullRefresh?: boolean;
}

const noVariables: PublishOptions["variables"] = {
  sslmode: undefined,
  sslrootcert: undefined,
  sslcert: undefined,
  sslkey: undefined,
  connect_timeout: undefined,
};

/** Publishes by the library with something changed: another schema, or other limits. */
export async function publishChanged(
  warehouse: string,
  url: string,
  { schema = (same) => same, views = (same) => same, bulkRows, isFullRefresh = false }: Changes,
): Promise<{ readonly tables: readonly PublishedTable[]; readonly notes: readonly string[] }> {
  const notes: string[] = [];
  const effects = {
    signal: new AbortController().signal,
    note: (message: string) => notes.push(message),
    warn: (message: string) => notes.push(message),
    stderr: new PassThrough(),
    now: () => 0,
    hasProgress: false,
  };
  const star = schema(await readStarSchema(sqlDirectory()));
  const dictionary = parseDictionary(await readFile(join(sqlDirectory(), "columns.csv"), "utf8"));
  const tables = await withLake(
    { paths: warehousePaths(warehouse), signal: effects.signal },
    async ({ database, graph, bind }) => {
      await bind(publishedRelations);
      const input = {
        database,
        schema: star,
        views: views(publishedViews(graph, publishedRelations)),
        dictionary,
      };
      return await publishStar(input, { url, variables: noVariables, isFullRefresh, bulkRows }, effects);
    },
  );
  return { tables, notes };
}

/** DuckDB over the Gold of a warehouse, with the names of all that is published. */
export async function withGold<T>(
  warehouse: string,
  work: (database: Database, relations: readonly string[]) => Promise<T>,
): Promise<T> {
  const signal = new AbortController().signal;
  return await withLake({ paths: warehousePaths(warehouse), signal }, async ({ database, graph, bind }) => {
    const views = publishedViews(graph, publishedRelations).map(({ relation }) => relation);
    const relations = [...publishedRelations, ...views];
    await bind(relations);
    return await work(database, relations);
  });
}

export async function removeWarehouse(warehouse: string): Promise<void> {
  await rm(warehouse, { recursive: true, force: true });
}
