import type { Client } from "pg";

/** Roles that others are made members of; neither can log in. */
const reader = "indkpi_reader";
const loader = "indkpi_loader";

const grants: Readonly<Record<string, string>> = {
  [reader]: `
    grant usage on schema indkpi, gold to ${reader};
    grant select on all tables in schema indkpi, gold to ${reader}`,
  [loader]: `
    grant usage on schema indkpi, gold to ${loader};
    grant select on all tables in schema gold to ${loader};
    grant select, insert, update, delete, truncate on all tables in schema indkpi to ${loader};
    grant usage on all sequences in schema indkpi to ${loader}`,
};

/** Makes the roles that are missing, as far as the user may, and gives those that there are. */
export async function makeRoles(client: Client): Promise<readonly string[]> {
  const names = Object.keys(grants);
  const { rows: found } = await client.query<{ rolname: string }>(
    "select rolname from pg_roles where rolname = any($1)",
    [names],
  );
  const present = new Set(found.map(({ rolname }) => rolname));
  const missing = names.filter((name) => !present.has(name));
  if (missing.length === 0 || !(await mayMakeRoles(client))) return names.filter((name) => present.has(name));
  for (const name of missing) await client.query(`create role ${name} nologin`);
  return names;
}

/** Lets roles read or load what there is now. Only the owner may. */
export async function grantRights(client: Client, roles: readonly string[]): Promise<void> {
  for (const role of roles) await client.query(grants[role] ?? "");
}

/** What to tell whoever cannot make roles; undefined where both are there. */
export function missingRolesNote(roles: readonly string[]): string | undefined {
  const missing = Object.keys(grants).filter((name) => !roles.includes(name));
  if (missing.length === 0) return undefined;
  const statements = missing.map((name) => `create role ${name} nologin;`).join(" ");
  return `this user may not create roles, so ${missing.join(" and ")} ${missing.length === 1 ? "does" : "do"} not exist: let an administrator run "${statements}" and publish again`;
}

async function mayMakeRoles(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ is_allowed: boolean }>(
    "select rolsuper or rolcreaterole as is_allowed from pg_roles where rolname = current_user",
  );
  return rows[0]?.is_allowed ?? false;
}
