import { literal, type Database } from "./database.ts";

/** Settings of DuckDB by name. */
export type Settings = Readonly<Record<string, string>>;

/** Works under other settings of the session, which are then put back as they were. */
export async function withSettings<T>(
  database: Database,
  settings: Settings,
  work: () => Promise<T>,
): Promise<T> {
  const names = Object.keys(settings);
  const [before] = await database.rows(
    `select ${names.map((name) => `current_setting('${name}') as ${name}`).join(", ")}`,
  );
  for (const [name, value] of Object.entries(settings)) await database.run(`set ${name} = ${literal(value)}`);
  try {
    return await work();
  } finally {
    for (const name of names) {
      // After an abort no statement begins any more, and none is needed.
      await database.run(`set ${name} = ${literal(textOf(before?.[name]))}`).catch(() => {});
    }
  }
}

function textOf(setting: unknown): string {
  return typeof setting === "string" ? setting : JSON.stringify(setting);
}
