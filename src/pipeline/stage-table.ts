import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { identifier, literal, type Database } from "../engine/database.ts";
import { isEnum } from "../engine/result.ts";
import type { Column } from "../engine/select.ts";
import { asText } from "../engine/values.ts";
import { sqlError } from "../engine/sql-error.ts";
import { UserError } from "../lib/errors.ts";
import { hashParquet } from "./content-id.ts";
import { shortId } from "./contents.ts";
import type { Day, Stretch } from "./days.ts";
import type { GraphNode } from "./graph.ts";
import type { Part } from "./manifest.ts";
import type { Model } from "./model.ts";
import { partFormat } from "./part-format.ts";

/** One part as it came out of a query. */
export interface BuiltPart {
  readonly day: Day;
  readonly rows: number;
  /** Names its rows, whatever their order, before they are written; where that was asked for. */
  readonly rowsId?: string;
}

/** The rows of a table on their way into files; a table `built_rows` of the session. */
export interface BuiltRows {
  /** As files are to hold them. */
  readonly columns: readonly Column[];
  /** Those that are an enum in the session, and texts in files. */
  readonly encoded: readonly string[];
  /** Those that have rows; the whole table under the empty name where it is not split. */
  readonly parts: readonly BuiltPart[];
}

const builtRows = "built_rows";

interface RowsWanted {
  /** The days to keep; all of them for undefined. */
  readonly stretch?: Stretch;
  /** Whether to name the rows of each part: worth its time where most parts come out as they were. */
  readonly isNamed?: boolean;
  /** Whether ids of machines may be an enum. */
  readonly isEncoded?: boolean;
}

/**
 * Runs a model over what is bound, keeps what lies in the stretch, and checks its grain: by the rows, but where the SQL
 * groups by it, for then it cannot be otherwise.
 */
export async function buildRows(
  database: Database,
  { model, groupedColumns }: GraphNode,
  { stretch, isNamed = false, isEncoded = false }: RowsWanted = {},
): Promise<BuiltRows> {
  const prefix = `create or replace temp table ${builtRows} as select * from (`;
  const { partition } = model;
  const within =
    partition === undefined || stretch === undefined
      ? ""
      : ` where ${identifier(partition)} between date '${stretch.from}' and date '${stretch.to}'`;
  await database.run(`${prefix}${model.sql}\n)${within}`).catch((failure: unknown) => {
    throw sqlError(failure, { ...model, prefixLength: prefix.length });
  });
  const names = new Set(model.grain.map(({ name }) => name));
  const isGrouped = groupedColumns.length > 0 && groupedColumns.every((name) => names.has(name));
  const shape = await builtShape(database, model, isEncoded);
  return await describeRows(database, model, shape, { isGrouped, isNamed });
}

/** Adds to built rows those that an earlier build made for other keys on the days that are to be written anew. */
export async function addRows(
  database: Database,
  model: Model,
  built: BuiltRows,
  select: string,
): Promise<BuiltRows> {
  await database.run(`insert into ${builtRows} by name ${select}`);
  return await describeRows(database, model, built, { isGrouped: false, isNamed: true });
}

type Shape = Pick<BuiltRows, "columns" | "encoded">;

const knownShapes = new WeakMap<Model, Shape>();

/** Columns follow from the SQL of a model, and whoever watches builds it again and again. */
async function builtShape(database: Database, model: Model, isEncoded: boolean): Promise<Shape> {
  const known = isEncoded ? undefined : knownShapes.get(model);
  if (known !== undefined) return known;
  const found = await database.prepare(`select * from ${builtRows}`);
  const hidden = found.find(({ type }) => isEncoded && !isEnum(type) && type.toString().includes("ENUM("));
  if (hidden !== undefined)
    throw new Error(`${model.relation}: ${hidden.name} holds an enum inside another type`);
  const shape = {
    columns: found.map(({ name, type }) => ({ name, type: isEnum(type) ? "VARCHAR" : type.toString() })),
    encoded: found.flatMap(({ name, type }) => (isEnum(type) ? [name] : [])),
  };
  if (!isEncoded) knownShapes.set(model, shape);
  return shape;
}

/** A column as its texts, whatever it is in the session. */
function asStored({ encoded }: Shape, name: string): string {
  return encoded.includes(name) ? `cast(${identifier(name)} as varchar)` : identifier(name);
}

async function describeRows(
  database: Database,
  model: Model,
  shape: Shape,
  { isGrouped, isNamed }: { readonly isGrouped: boolean; readonly isNamed: boolean },
): Promise<BuiltRows> {
  const { columns, encoded } = shape;
  const { partition, grain } = model;
  const day = partition === undefined ? "''" : `cast(${identifier(partition)} as varchar)`;
  const hash = `hash(${columns.map(({ name }) => asStored(shape, name)).join(", ")})`;
  // Rows of one grain have one hash, so as many hashes as rows leave no doubt; fewer leave one.
  const keyCount =
    isGrouped || grain.length === 0
      ? "null"
      : `(select count(distinct hash(${grain.map(({ name }) => identifier(name)).join(", ")})) from ${builtRows})`;
  const found = await database.rows(
    `select
      ${day} as day,
      ${keyCount} as key_count,
      count(*) as row_count,
      count(case when ${holes(model)} then 1 end) as hole_count
      ${isNamed ? `, cast(sum(${hash}) as varchar) as hash_sum, cast(bit_xor(hash(${hash})) as varchar) as hash_mix` : ""}
    from ${builtRows}
    ${partition === undefined ? "" : `group by ${identifier(partition)} order by day`}`,
  );
  const rowCount = found.reduce((sum, row) => sum + Number(row["row_count"]), 0);
  const hasDoubts = found.some(
    ({ hole_count: holeCount, key_count: count }) =>
      holeCount !== 0 || (count !== null && Number(count) !== rowCount),
  );
  if (hasDoubts) await refuseGrain(database, model);
  const parts = found.map((row) => ({
    day: asText(row["day"]),
    rows: Number(row["row_count"]),
    ...(isNamed ? { rowsId: shortId([row["row_count"], row["hash_sum"], row["hash_mix"]].map(asText)) } : {}),
  }));
  return { columns, encoded, parts };
}

/** Writes one part into a file of its own, sorted, so that the same rows give the same bytes. */
export async function writePart(
  database: Database,
  model: Model,
  { day, rows, rowsId }: BuiltPart,
  {
    rows: shape,
    file,
    fingerprint,
  }: { readonly rows: BuiltRows; readonly file: string; readonly fingerprint: string },
): Promise<Omit<Part, "inputs">> {
  const { columns, encoded } = shape;
  mkdirSync(join(file, ".."), { recursive: true });
  // A part is of one day, so there is nothing to order by it.
  const keys = (model.grain.length === 0 ? columns : model.grain).map(({ name }) => name);
  const telling = keys.filter((name) => name !== model.partition);
  const order = telling.length === 0 ? "all" : telling.map(identifier).join(", ");
  const where =
    model.partition === undefined ? "" : ` where ${identifier(model.partition)} = date ${literal(day)}`;
  const metadata = `{model: ${literal(model.relation)}, version: '${model.version}', fingerprint: '${fingerprint}'}`;
  const sorted = `select * from ${builtRows}${where} order by ${order}`;
  const texts = encoded.map((name) => `${asStored(shape, name)} as ${identifier(name)}`).join(", ");
  const select = texts === "" ? sorted : `select * replace (${texts}) from (${sorted})`;
  await database.run(`copy (${select}) to ${literal(file)} (${partFormat}, kv_metadata ${metadata})`);
  const { size, mtimeMs } = statSync(file);
  const hashes = hashParquet(file);
  const contentId = rowsId ?? shortId([hashes.rows, ...columns.map(({ name, type }) => `${name} ${type}`)]);
  return { contentId, rows, sha256: hashes.file, bytes: size, modifiedMs: mtimeMs };
}

/** What tells a row that is null where it must not be. */
function holes({ grain, partition, key }: Model): string {
  const required = grain.filter(({ isNullable }) => !isNullable).map(({ name }) => name);
  const columns = new Set([...required, partition, key].filter((name) => name !== undefined));
  return columns.size === 0
    ? "false"
    : [...columns].map((name) => `${identifier(name)} is null`).join(" or ");
}

/** A header cannot lie: the grain must identify every row, and have no null where it does not say so. */
async function refuseGrain(database: Database, model: Model): Promise<void> {
  const { relation, file, grain } = model;
  const keys = grain.map(({ name }) => identifier(name)).join(", ");
  const shown = keys === "" ? "*" : keys;
  const hollow = `select ${shown}, 0 as row_count from ${builtRows} where ${holes(model)} limit 3`;
  const doubled = `select ${keys}, count(*) as row_count from ${builtRows} group by ${keys} having count(*) > 1 limit 3`;
  const faults = await database.rows(keys === "" ? hollow : `(${doubled}) union all (${hollow})`);
  // Two grains of one hash are no fault.
  if (faults.length === 0) return;
  throw new UserError(
    `${file}: the grain of ${relation} does not identify a row: ${faults.map((row) => JSON.stringify(row)).join("; ")}`,
    { code: "GRAIN_BROKEN", hint: "nothing was published; mend the model or its grain" },
  );
}
