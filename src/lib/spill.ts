import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Folders for what a session cannot hold in memory; their names tell the process that they belong to. */

const strangerPrefix = "indkpi-spill-";

/** A folder of one session's own; outside the warehouse where that cannot be written, or where there is none yet. */
export function spillFolder(directory: string): string {
  try {
    // Of the parents none is made: who only asks about a warehouse must not begin one.
    if (!existsSync(directory)) mkdirSync(directory);
    return mkdtempSync(join(directory, `${process.pid}-`));
  } catch {
    return mkdtempSync(join(tmpdir(), `${strangerPrefix}${process.pid}-`));
  }
}

/** Takes the folder away, and the directory for all of them when no other session uses it. */
export function removeSpillFolder(folder: string, directory: string): void {
  rmSync(folder, { recursive: true, force: true });
  removeIfEmpty(directory);
}

/** Takes away what a process left that was killed and could not do so itself. */
export function removeSpillOf(pid: number, directory: string): void {
  removeMatching(directory, `${pid}-`);
  removeMatching(tmpdir(), `${strangerPrefix}${pid}-`);
  removeIfEmpty(directory);
}

function removeMatching(directory: string, prefix: string): void {
  for (const name of namesIn(directory)) {
    if (name.startsWith(prefix)) rmSync(join(directory, name), { recursive: true, force: true });
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // Another session is at work there, or it never was.
  }
}
