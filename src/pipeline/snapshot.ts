import { linkSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { namesIn } from "../lib/names-in.ts";
import type { WarehousePaths } from "../lib/paths.ts";
import { isRunning } from "../lib/running-process.ts";
import { manifestPath, readManifest, type Manifest } from "./manifest.ts";

let count = 0;

/**
 * Reads one state of the warehouse and holds on to it while `work` goes on: a second name for the manifest tells writers
 * that its files are in use. Where no name can be made, on a read-only disk, there is no writer to tell.
 */
export async function withSnapshot<T>(
  paths: WarehousePaths,
  work: (manifest: Manifest) => Promise<T>,
): Promise<T> {
  const pin = join(readersDirectory(paths), `${process.pid}-${(count += 1)}.json`);
  const isPinned = tryLink(manifestPath(paths), pin, paths);
  try {
    return await work(isPinned ? readManifest(paths, pin) : readManifest(paths));
  } finally {
    if (isPinned) rmSync(pin, { force: true });
  }
}

/** Lets go of what a process held that was killed and could not do so itself. */
export function releaseSnapshotsOf(pid: number, paths: WarehousePaths): void {
  for (const name of namesIn(readersDirectory(paths))) {
    if (name.startsWith(`${pid}-`)) rmSync(join(readersDirectory(paths), name), { force: true });
  }
}

/** The states that running readers hold; what ended readers left is swept away. */
export function pinnedManifests(paths: WarehousePaths): readonly Manifest[] {
  const pinned: Manifest[] = [];
  for (const name of namesIn(readersDirectory(paths))) {
    const pin = join(readersDirectory(paths), name);
    if (isRunning(Number(name.split("-")[0]))) pinned.push(readManifest(paths, pin));
    else rmSync(pin, { force: true });
  }
  return pinned;
}

function readersDirectory(paths: WarehousePaths): string {
  return join(paths.state, "readers");
}

function tryLink(from: string, to: string, paths: WarehousePaths): boolean {
  try {
    mkdirSync(readersDirectory(paths), { recursive: true });
    rmSync(to, { force: true });
    linkSync(from, to);
    return true;
  } catch {
    return false;
  }
}
