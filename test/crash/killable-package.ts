import { execFile } from "node:child_process";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { copyPackage } from "../helpers/package-copy.ts";

interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type PackageCommand = (
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
) => Promise<Ended>;

/**
 * A copy of the package with the few models of `test/crash/sql` in place of its own: everything that a build does, in a
 * tenth of the time.
 */
export async function tinyPackage(directory: string): Promise<PackageCommand> {
  const cli = await copyPackage(directory, ["sql/bronze/telemetry.sql", "sql/dialects"]);
  await cp(join(import.meta.dirname, "sql"), join(directory, "sql"), { recursive: true });
  // For the asker, which reads by the modules of the package instead of by its command.
  await cp(join(import.meta.dirname, "../../src"), join(directory, "src"), { recursive: true });
  return killable(cli);
}

/** A copy of the package whose models a test may change. */
export async function wholePackage(directory: string): Promise<PackageCommand> {
  return killable(await copyPackage(directory));
}

/** Runs the command of a copy, which ends before the n-th change of the disk where `KILL_AT` says n. */
function killable(cli: string): PackageCommand {
  const injector = pathToFileURL(join(import.meta.dirname, "kill-at.mjs")).href;
  return (args, env = {}) =>
    new Promise((resolve) => {
      const command = ["--import", injector, cli, ...args];
      execFile(process.execPath, command, { env: { ...process.env, ...env } }, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : null;
        resolve({ code, stdout, stderr });
      });
    });
}
