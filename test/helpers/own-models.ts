import { execFile } from "node:child_process";
import { cp } from "node:fs/promises";
import { join } from "node:path";

import type { runCli } from "./cli.ts";
import { copyPackage } from "./package-copy.ts";

const sources = join(import.meta.dirname, "../sql/sources");

/**
 * A copy of the package in which sources were added as a user adds them: by a file in `sql/bronze` and one in `sql/silver`.
 * Gives its command.
 */
export async function commandWithSources(
  directory: string,
  names: readonly string[],
): Promise<typeof runCli> {
  const cli = await copyPackage(directory);
  for (const name of names) {
    await cp(join(sources, name, "bronze.sql"), join(directory, `sql/bronze/${name}.sql`));
    await cp(join(sources, name, "silver.sql"), join(directory, `sql/silver/events_${name}.sql`));
  }
  return (args, { env } = {}) =>
    new Promise((resolve) => {
      const options = { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
      execFile(process.execPath, [cli, ...args], options, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        resolve({ code, stdout, stderr });
      });
    });
}
