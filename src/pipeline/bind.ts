import { existsSync } from "node:fs";
import { join } from "node:path";

import { identifier, literal, type Database } from "../engine/database.ts";
import { describeSelect, emptyRelation, type Column } from "../engine/select.ts";
import { sqlError } from "../engine/sql-error.ts";
import { asText } from "../engine/values.ts";
import { UserError } from "../lib/errors.ts";
import type { WarehousePaths } from "../lib/paths.ts";
import type { BronzeCopies } from "./bronze-copies.ts";
import { bronzeFiles, rowsOfBatches, sourceOf } from "./contents.ts";
import type { Day, Stretch } from "./days.ts";
import { collectionUnion, type Graph } from "./graph.ts";
import { bindHistory } from "./history-relations.ts";
import { defineMachineIds, encodeIds, type MachineIds } from "./machine-ids.ts";
import type { Manifest, TableState } from "./manifest.ts";
import type { Model } from "./model.ts";
import { monthsOf } from "./packs.ts";
import { bronzeColumns, sourceColumns } from "./source.ts";
import { lakeFile, objectFile } from "./table-files.ts";

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
  /** Parts that are built but not published yet, as `relation@day`, and where they lie. */
  readonly staged?: ReadonlyMap<string, string>;
  /** Reads the files under their names in the lake, as everybody else does, and not under those that tell their content. */
  readonly isOfLake?: boolean | undefined;
  /** Where copies of Bronze may be kept for all who read it. */
  readonly copies?: BronzeCopies | undefined;
  /** Gives the ids of machines as this enum, and not as texts. */
  readonly machineIds?: MachineIds | undefined;
}

export interface Portion {
  /** The days to bind; all of them where it is not said. */
  readonly stretch?: Stretch | undefined;
  /** Lets through only the keys that the table `wanted_keys` holds. */
  readonly key?: string | undefined;
}

/** Makes one relation readable under its name: a view over its files, or the view that it is. Inputs must be bound. */
export async function bindRelation(
  database: Database,
  relation: string,
  binding: Binding,
  portion: Portion = {},
): Promise<void> {
  const { graph, manifest, machineIds } = binding;
  await bindCollections(database, relation, binding);
  const model = graph.nodes.get(relation)?.model;
  if (model === undefined) throw new UserError(`${relation} does not exist`, { code: "UNKNOWN_RELATION" });
  switch (model.kind) {
    case "source":
      await bindBronze(database, model, binding, portion);
      return;
    case "view":
      if (graph.nodes.get(relation)?.inputs.some((input) => input.startsWith("history.")) === true) {
        await bindHistory(database, manifest, binding.paths);
      }
      await bindView(database, model);
      return;
    case "table": {
      const state = manifest.tables[relation];
      if (state === undefined) {
        throw new UserError(`${relation} is not built yet`, { code: "NOT_BUILT", hint: "run: indkpi gold" });
      }
      const files = tableFiles(relation, state, binding, portion.stretch);
      if (portion.key === undefined) {
        await defineView(database, relation, encodeIds(selectFiles(files, state), state.columns, machineIds));
      } else {
        const found = await filesWithKeys(database, files, portion);
        const select = selectFiles(found, state, portion);
        await defineCopy(database, relation, encodeIds(select, state.columns, machineIds));
      }
    }
  }
}

/** The absolute paths of files that hold a table's rows, of some days or of all: packed months, and single days. */
export function tableFiles(
  relation: string,
  state: TableState,
  { paths, staged, isOfLake }: Pick<Binding, "paths" | "staged" | "isOfLake">,
  stretch?: Stretch,
): string[] {
  return monthsOf(relation, state).flatMap(({ days, pack }) => {
    const wanted = days.filter(([day]) => stretch === undefined || day === "" || isWithin(day, stretch));
    const isWhole = isOfLake !== true && wanted.length === days.length && pack !== undefined;
    if (isWhole && existsSync(join(paths.root, pack))) return [join(paths.root, pack)];
    return wanted.map(
      ([day, part]) =>
        staged?.get(`${relation}@${day}`) ??
        join(paths.root, isOfLake === true ? lakeFile(relation, day) : objectFile(relation, day, part)),
    );
  });
}

function isWithin(day: Day, { from, to }: Stretch): boolean {
  return from <= day && day <= to;
}

function selectFiles(files: readonly string[], { columns }: TableState, portion: Portion = {}): string {
  return files.length === 0
    ? emptyRelation(columns)
    : `select * from ${parquetFiles(files)}${keyFilter(portion)}`;
}

function parquetFiles(files: readonly string[], options = ""): string {
  return `read_parquet([${files.map(literal).join(", ")}]${options})`;
}

function keyFilter({ key }: Portion): string {
  return key === undefined ? "" : ` where ${identifier(key)} in (select wanted_key from wanted_keys)`;
}

/** Those of a table's files that hold a wanted key. Most of a history holds none, and then its other columns need no reading. */
async function filesWithKeys(
  database: Database,
  files: readonly string[],
  portion: Portion,
): Promise<readonly string[]> {
  if (files.length < 2) return files;
  const rows = await database.rows(
    `select distinct filename from ${parquetFiles(files, ", filename = true")}${keyFilter(portion)} order by filename`,
  );
  return rows.map(({ filename }) => asText(filename));
}

/** Binds the collections that a model reads, as the union of their members. */
export async function bindCollections(
  database: Database,
  relation: string,
  { graph, machineIds }: Pick<Binding, "graph" | "machineIds">,
): Promise<void> {
  await useIds(database, machineIds);
  for (const [collection, members] of graph.collections) {
    if (graph.nodes.get(relation)?.inputs.includes(collection) !== true) continue;
    const union = collectionUnion(members);
    const columns =
      machineIds === undefined
        ? []
        : await remembered(database, collection, () => describeSelect(database, union));
    await defineView(database, collection, encodeIds(union, columns, machineIds));
  }
}

async function bindView(database: Database, model: Model): Promise<void> {
  await defineView(database, model.relation, model.sql).catch((failure: unknown) => {
    throw sqlError(failure, { ...model, prefixLength: viewPrefix(model.relation).length });
  });
}

/** What the views of a session say, and of which type their ids are: to define one again costs as much as to ask it. */
interface Definitions {
  readonly idType: string | undefined;
  readonly selects: Map<string, string>;
}

const definitions = new WeakMap<Database, Definitions>();

/** A view knows the types of what it reads, so with other ids all are defined again. */
async function useIds(database: Database, ids: MachineIds | undefined): Promise<void> {
  const known = definitions.get(database);
  if (known !== undefined && known.idType === ids?.type) return;
  if (ids !== undefined) await defineMachineIds(database, ids);
  definitions.set(database, { idType: ids?.type, selects: new Map() });
}

async function defineView(database: Database, relation: string, select: string): Promise<void> {
  const { selects } = definitions.get(database) ?? {};
  if (selects?.get(relation) === select) return;
  await database.run(`${viewPrefix(relation)}${select}`);
  selects?.set(relation, select);
}

/** A view over a copy: of wanted keys there are few rows among many, and a model may read them more than once. */
async function defineCopy(database: Database, relation: string, select: string): Promise<void> {
  const copy = identifier(`wanted ${relation}`);
  await database.run(`create or replace temp table ${copy} as ${select}`);
  await defineView(database, relation, `select * from ${copy}`);
}

function viewPrefix(relation: string): string {
  return `create or replace view ${relation} as `;
}

async function bindBronze(
  database: Database,
  model: Model,
  { manifest, paths, copies }: Binding,
  portion: Portion,
): Promise<void> {
  const source = sourceOf(manifest, model.relation);
  const files = [...bronzeFiles(source)].flatMap(([day, list]) =>
    portion.stretch === undefined || isWithin(day, portion.stretch) ? list : [],
  );
  if (files.length === 0) {
    await defineView(database, model.relation, emptyRelation(await columnsOf(database, model)));
    return;
  }
  const select = (some: readonly string[]): string => {
    const full = some.map((file) => join(paths.root, file));
    return `select * exclude (_reject_reason) from ${parquetFiles(full, ", hive_partitioning = true, hive_types = {'event_date': date}")}`;
  };
  const { from, to } = portion.stretch ?? { from: "", to: "" };
  const name = `${model.relation}@${from}..${to}`;
  const countRows = (): number => {
    const wanted = new Set(files);
    return rowsOfBatches(
      source?.batches.filter((batch) => batch.files.some((file) => wanted.has(file))) ?? [],
    );
  };
  const copy =
    portion.key === undefined
      ? await copies?.tableOf(database, { name, files, countRows, select })
      : undefined;
  await defineView(
    database,
    model.relation,
    copy === undefined ? `${select(files)}${keyFilter(portion)}` : `select * from ${copy}`,
  );
}

/** The columns of a Bronze relation without files: what its SQL makes of lines. */
async function columnsOf(database: Database, model: Model): Promise<readonly Column[]> {
  return await remembered(database, model.relation, async () => {
    const source = model.relation.replace(/^bronze\./, "");
    await database.run(`create or replace view landing.${source} as ${emptyRelation(sourceColumns)}`);
    return bronzeColumns(await describeSelect(database, model.sql));
  });
}

const knownColumns = new WeakMap<Database, Map<string, readonly Column[]>>();

async function remembered(
  database: Database,
  relation: string,
  find: () => Promise<readonly Column[]>,
): Promise<readonly Column[]> {
  const known = knownColumns.get(database) ?? new Map<string, readonly Column[]>();
  knownColumns.set(database, known);
  const columns = known.get(relation) ?? (await find());
  known.set(relation, columns);
  return columns;
}
