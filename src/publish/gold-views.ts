import { DatabaseError, type Client } from "pg";

import { identifier } from "../engine/database.ts";

/** A view of Gold: one SELECT that DuckDB and PostgreSQL both read. */
export interface GoldView {
  /** As in `gold.oee_by_day`. */
  readonly relation: string;
  readonly sql: string;
  /** What one row is. */
  readonly description: string;
}

/**
 * The model as PostgreSQL takes it. Two words differ: its type for doubles has two, and a common table expression that
 * is read more than once is computed whole unless it is told not to be, whatever few rows the question needs.
 */
export function postgresView({ relation, sql }: GoldView): string {
  const select = sql
    .replaceAll(/\bas double\)/g, "as double precision)")
    .replaceAll(/^((?:with )?[a-z_]+) as \($/gm, "$1 as not materialized (");
  return `create or replace view ${quoted(relation)} as\n${select}`;
}

const invalidTableDefinition = "42P16";

/** Makes the views, inputs first. Where their columns changed they are made anew, which what others built on them stops. */
export async function makeViews(client: Client, views: readonly GoldView[]): Promise<void> {
  await client.query("set local search_path = gold, pg_catalog; savepoint views");
  const create = async (): Promise<void> => {
    for (const view of views) await client.query(postgresView(view));
  };
  try {
    await create();
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== invalidTableDefinition) throw error;
    await client.query("rollback to savepoint views");
    for (const { relation } of views.toReversed())
      await client.query(`drop view if exists ${quoted(relation)}`);
    await create();
  }
  await client.query("release savepoint views; set local search_path = pg_catalog");
}

function quoted(relation: string): string {
  return relation.split(".").map(identifier).join(".");
}
