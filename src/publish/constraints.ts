import type { Client } from "pg";

import { identifier } from "../engine/database.ts";

interface Constraint {
  readonly conname: string;
  readonly definition: string;
}

/** Memory that the server may take to sort an index; its default makes it sort on disk. */
const indexMemory = "256MB";

/**
 * Takes the primary key and the foreign keys off a table while `work` fills it and puts them on again after that: one
 * join for each key in place of a look-up per row, which is some twenty times slower. Only the owner may.
 */
export async function withoutConstraints<T>(
  client: Client,
  table: string,
  work: () => Promise<T>,
): Promise<T> {
  const { rows } = await client.query<Constraint>(
    `select conname, pg_get_constraintdef(oid) as definition
    from pg_constraint where conrelid = $1::regclass and contype in ('p', 'f') order by contype desc, conname`,
    [table],
  );
  const each = (sql: (constraint: Constraint) => string): string => rows.map(sql).join(", ");
  if (rows.length > 0) {
    await client.query(
      `alter table ${table} ${each(({ conname }) => `drop constraint ${identifier(conname)}`)}`,
    );
  }
  const result = await work();
  if (rows.length > 0) {
    await client.query(
      `select set_config('maintenance_work_mem', '${indexMemory}', true)
      where pg_size_bytes(current_setting('maintenance_work_mem')) < pg_size_bytes('${indexMemory}')`,
    );
    const added = each(({ conname, definition }) => `add constraint ${identifier(conname)} ${definition}`);
    await client.query(`alter table ${table} ${added}`);
  }
  await client.query(`analyze ${table}`);
  return result;
}

/** Whether the user may change the definition of a table. */
export async function ownsTable(client: Client, table: string): Promise<boolean> {
  const { rows } = await client.query<{ is_owner: boolean }>(
    "select pg_has_role(current_user, relowner, 'usage') as is_owner from pg_class where oid = $1::regclass",
    [table],
  );
  return rows[0]?.is_owner ?? false;
}
