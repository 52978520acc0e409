import type { Client } from "pg";

import { UserError } from "../lib/errors.ts";
import type { Migration } from "./star-schema.ts";

/** What the database has of the schema: migrations by their name, and what is made again when it changes. */
export type Applied = ReadonlyMap<string, string>;

const log = "indkpi.schema_history";

/** Makes the two schemas and the log of what was applied to them, and reads it. */
export async function openSchema(client: Client): Promise<Map<string, string>> {
  const { rows: found } = await client.query<{ is_there: boolean }>(
    "select to_regclass($1) is not null as is_there",
    [log],
  );
  if (found[0]?.is_there !== true) {
    await client.query(`
      create schema if not exists indkpi;
      create schema if not exists gold;
      comment on schema indkpi is 'Star schema of IndKPIs: facts, dimensions, and how far they are loaded.';
      comment on schema gold is 'The relations of Gold by their own names: views over the star schema, all ratios among them.';
      create table ${log} (
        name text primary key,
        content_id text not null,
        applied_at timestamptz not null default now()
      );
      comment on table ${log} is 'What was applied to the schema: one row per migration, and per part that is made again when it changes.';
      comment on column ${log}.name is 'Migration, or part of the schema.';
      comment on column ${log}.content_id is 'Names the text that was applied.';
      comment on column ${log}.applied_at is 'When it was last applied.'`);
  }
  const { rows } = await client.query<{ name: string; content_id: string }>(
    `select name, content_id from ${log}`,
  );
  return new Map(rows.map(({ name, content_id: contentId }) => [name, contentId]));
}

/** Applies what the database has not seen yet, in order, and gives the names of it. */
export async function applyMigrations(
  client: Client,
  migrations: readonly Migration[],
  applied: Applied,
): Promise<readonly string[]> {
  const known = new Map(migrations.map(({ name, contentId }) => [name, contentId]));
  for (const [name, contentId] of applied) {
    if (!/^v\d/.test(name)) continue;
    if (known.get(name) === undefined) throw newerSchema(name);
    if (known.get(name) !== contentId) throw changedMigration(name);
  }
  const pending = migrations.filter(({ name }) => !applied.has(name));
  for (const { name, sql, contentId } of pending) {
    await client.query(sql);
    await recordApplied(client, name, contentId);
  }
  return pending.map(({ name }) => name);
}

/** Writes down that a part of the schema is now as `contentId` says. */
export async function recordApplied(client: Client, name: string, contentId: string): Promise<void> {
  await client.query(
    `insert into ${log} (name, content_id) values ($1, $2)
    on conflict (name) do update set content_id = excluded.content_id, applied_at = now()`,
    [name, contentId],
  );
}

function newerSchema(name: string): UserError {
  return new UserError(`the database has the migration ${name}, which this version does not know`, {
    code: "NEWER_SCHEMA",
    hint: "publish with the version that made it, or a newer one",
  });
}

function changedMigration(name: string): UserError {
  return new UserError(`the migration ${name} is not the one that was applied to the database`, {
    code: "CHANGED_MIGRATION",
    hint: `restore sql/star_schema/ddl/${name}.sql and put the change into a migration of its own`,
  });
}
