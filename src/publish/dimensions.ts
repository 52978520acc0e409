import type { Client } from "pg";

import { identifier, type Database } from "../engine/database.ts";
import { describeSelect } from "../engine/select.ts";
import { copyRows, holdable, type CopyEffects } from "./copy-rows.ts";
import type { DimensionSpec } from "./star-schema.ts";

export interface LoadContext {
  readonly database: Database;
  readonly client: Client;
  readonly effects: CopyEffects;
}

export interface DimensionChange {
  readonly rows: number;
  /** Members that are new or of which something changed. */
  readonly written: number;
}

const columnList = (names: readonly string[], prefix = ""): string =>
  names.map((name) => `${prefix}${identifier(name)}`).join(", ");

/** Takes over the members of a dimension. Those that are there keep their key; equal ones are not touched. */
export async function loadDimension(
  { database, client, effects }: LoadContext,
  { name, naturalKey }: DimensionSpec,
  select: string,
): Promise<DimensionChange> {
  const columns = (await describeSelect(database, select)).map((column) => column.name);
  const stage = stageOf(name);
  await client.query(
    `create temporary table ${stage} on commit drop as select ${columnList(columns)} from indkpi.${name} limit 0`,
  );
  const rows = await copyRows({ database, client }, [{ select }], `pg_temp.${stage}`, effects);
  const attributes = columns.filter((column) => !naturalKey.includes(column));
  const { rowCount } = await client.query(
    `insert into indkpi.${name} as member (${columnList(columns)})
    select ${columnList(columns)} from pg_temp.${stage} order by ${columnList(naturalKey)}
    on conflict (${columnList(naturalKey)}) do update
    set (${columnList(attributes)}) = row(${columnList(attributes, "excluded.")})
    where (${columnList(attributes, "member.")}) is distinct from (${columnList(attributes, "excluded.")})`,
  );
  return { rows, written: rowCount ?? 0 };
}

/** Takes away the members that Gold no longer has. No fact may be left that speaks of them. */
export async function dropVanished(
  client: Client,
  { name, naturalKey, key }: DimensionSpec,
): Promise<number> {
  const isSame = naturalKey
    .map((column) => `member.${identifier(column)} = stage.${identifier(column)}`)
    .join(" and ");
  const { rowCount } = await client.query(
    `delete from indkpi.${name} as member
    where ${identifier(key)} != 0 and not exists (select from pg_temp.${stageOf(name)} as stage where ${isSame})`,
  );
  return rowCount ?? 0;
}

/** Lets DuckDB see the keys of a dimension beside its names, as `star.machine_keys` for `dim_machine`. */
export async function bindKeys(
  { database, client }: Pick<LoadContext, "database" | "client">,
  { name, naturalKey, key }: DimensionSpec,
  select: string,
): Promise<void> {
  const { rows } = await client.query<(string | null)[]>({
    text: `select ${columnList(naturalKey)}, cast(${identifier(key)} as text) from indkpi.${name} where ${identifier(key)} != 0`,
    rowMode: "array",
  });
  const target = `star.${name.replace("dim_", "")}_keys`;
  const columns = [...naturalKey, key].map((column) => `${identifier(column)} varchar`).join(", ");
  await database.run(`create or replace table ${target}_there (${columns})`);
  await database.appendText("star", target.replace("star.", "").concat("_there"), rows);
  const isSame = naturalKey
    .map((column) => `${holdable(`member.${identifier(column)}`)} = there.${identifier(column)}`)
    .join(" and ");
  await database.run(
    `create or replace table ${target} as
    select ${columnList(naturalKey, "member.")}, cast(there.${identifier(key)} as integer) as ${identifier(key)}
    from (${select}\n) as member inner join ${target}_there as there on ${isSame}`,
  );
}

function stageOf(name: string): string {
  return `staged_${name}`;
}
