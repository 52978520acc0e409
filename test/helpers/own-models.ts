import { execFile } from "node:child_process";
import { cp, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";

import type { runCli } from "./cli.ts";

const root = join(import.meta.dirname, "../..");
const sources = join(import.meta.dirname, "../sql/sources");

/**
 * A copy of the package in which sources were added as a user adds them: by a file in `sql/bronze` and one in `sql/silver`.
 * Gives its command.
 */
export async function commandWithSources(
  directory: string,
  names: readonly string[],
): Promise<typeof runCli> {
  await mkdir(directory, { recursive: true });
  for (const part of ["dist", "sql", "package.json"]) {
    await cp(join(root, part), join(directory, part), { recursive: true });
  }
  await symlink(join(root, "node_modules"), join(directory, "node_modules"));
  for (const name of names) {
    await cp(join(sources, name, "bronze.sql"), join(directory, `sql/bronze/${name}.sql`));
    await cp(join(sources, name, "silver.sql"), join(directory, `sql/silver/events_${name}.sql`));
  }
  return (args, { env } = {}) =>
    new Promise((resolve) => {
      const options = { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
      execFile(
        process.execPath,
        [join(directory, "dist/cli.js"), ...args],
        options,
        (error, stdout, stderr) => {
          const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
          resolve({ code, stdout, stderr });
        },
      );
    });
}
