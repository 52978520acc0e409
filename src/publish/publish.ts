import type { Client } from "pg";

import type { Database } from "../engine/database.ts";
import type { Dictionary } from "../lib/dictionary.ts";
import type { WorkEffects } from "../lib/effects.ts";
import { ExitCode, UserError } from "../lib/errors.ts";
import { startProgress } from "../lib/progress.ts";
import { writeComments } from "./comments.ts";
import { withPostgres } from "./connection.ts";
import { bindKeys, dropVanished, loadDimension, type LoadContext } from "./dimensions.ts";
import { loadFact, planFact } from "./facts.ts";
import { makeViews, postgresView, type GoldView } from "./gold-views.ts";
import { applyMigrations, openSchema, recordApplied } from "./migrate.ts";
import { grantRights, makeRoles, missingRolesNote } from "./roles.ts";
import type { ConnectionVariables } from "./urls-to-try.ts";
import { contentIdOf, dimensions, factNames, type StarSchema } from "./star-schema.ts";

export interface PublishInput {
  /** Where the relations of Gold can be read. */
  readonly database: Database;
  readonly schema: StarSchema;
  /** Views of Gold on the published relations, inputs first. */
  readonly views: readonly GoldView[];
  readonly dictionary: Dictionary;
}

export interface PublishOptions {
  /** See ConnectionOptions. */
  readonly url: string | undefined;
  readonly variables: ConnectionVariables;
  /** Loads every date, whatever the database says that it has. */
  readonly isFullRefresh: boolean;
  /** See loadFact. */
  readonly bulkRows?: number | undefined;
}

/** What became of one table. */
export interface PublishedTable {
  readonly table: string;
  readonly rows: number;
  readonly written: number;
  /** Of dimensions: members taken away. */
  readonly removed: number;
  /** Of facts: dates loaded or taken away; of dimensions null. */
  readonly dates: number | null;
}

/** Brings the star schema of a database up to date with Gold, in one transaction. */
export async function publishStar(
  input: PublishInput,
  options: PublishOptions,
  effects: WorkEffects,
): Promise<readonly PublishedTable[]> {
  const { signal } = effects;
  return await withPostgres({ url: options.url, variables: options.variables, signal }, async (client) => {
    await client.query(
      `begin;
      set local timezone = 'UTC';
      set local datestyle = 'ISO';
      set local search_path = pg_catalog;
      set local statement_timeout = 0;
      set local idle_in_transaction_session_timeout = 0`,
    );
    await takeTurn(client);
    const notes = await prepareSchema(client, input);
    const tables = await loadTables(client, input, options, effects);
    await client.query("commit");
    for (const note of notes) effects.note(note);
    return tables;
  });
}

/** Two loads at once would both find a date changed. */
async function takeTurn(client: Client): Promise<void> {
  const { rows } = await client.query<{ is_mine: boolean }>(
    "select pg_try_advisory_xact_lock(hashtext('indkpi.publish')) as is_mine",
  );
  if (rows[0]?.is_mine === true) return;
  throw new UserError("another publication to this database is running", {
    code: "LOCKED",
    hint: "wait until it is done",
    exitCode: ExitCode.locked,
  });
}

/** Migrations, views, comments and rights, as far as they are not what they should be. Gives what to tell of it. */
async function prepareSchema(
  client: Client,
  { schema, views, dictionary }: PublishInput,
): Promise<readonly string[]> {
  const applied = await openSchema(client);
  const migrated = await applyMigrations(client, schema.migrations, applied);
  const history = schema.migrations.map(({ contentId }) => contentId).join();
  const remake = async (part: string, content: string, make: () => Promise<void>): Promise<void> => {
    const contentId = contentIdOf(`${history}\n${content}`);
    if (applied.get(part) === contentId) return;
    await make();
    await recordApplied(client, part, contentId);
  };
  const viewText = views.map(postgresView).join("\n");
  await remake("views", viewText, () => makeViews(client, views));
  const comments = JSON.stringify([dictionary, views.map(({ description }) => description)]);
  await remake("comments", `${viewText}${comments}`, () => writeComments(client, dictionary, views));
  const roles = await makeRoles(client);
  await remake("rights", `${viewText}${roles.join()}`, () => grantRights(client, roles));
  const missing = missingRolesNote(roles);
  return [
    ...(migrated.length > 0 ? [`migrations applied: ${migrated.join(", ")}`] : []),
    ...(missing === undefined ? [] : [missing]),
  ];
}

async function loadTables(
  client: Client,
  { database, schema }: PublishInput,
  { isFullRefresh, bulkRows }: PublishOptions,
  effects: WorkEffects,
): Promise<readonly PublishedTable[]> {
  const progress = startProgress({ label: "publish", unit: "rows", effects });
  const context: LoadContext = {
    database,
    client,
    effects: { signal: effects.signal, advance: (rows) => progress.advance(rows) },
  };
  const selectOf = (name: string): string => schema.selects.get(name) ?? "";
  const members: PublishedTable[] = [];
  const facts: PublishedTable[] = [];
  try {
    await database.run("create schema if not exists star");
    for (const dimension of dimensions) {
      const select = selectOf(dimension.name);
      const change = await loadDimension(context, dimension, select);
      members.push({ table: dimension.name, ...change, removed: 0, dates: null });
      if (dimension.name !== "dim_date") await bindKeys(context, dimension, select);
    }
    for (const name of factNames) {
      const plan = await planFact(context, name, { select: selectOf(name), isFullRefresh });
      const written = await loadFact(context, plan, { bulkRows });
      const dates = plan.changed.length + plan.vanished.length;
      facts.push({ table: name, rows: plan.rows, written, removed: 0, dates });
    }
    for (const [index, dimension] of dimensions.entries()) {
      const removed = await dropVanished(client, dimension);
      const member = members[index];
      if (member !== undefined) members[index] = { ...member, removed };
    }
  } finally {
    progress.finish();
  }
  return [...members, ...facts];
}
