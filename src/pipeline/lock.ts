import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { z } from "zod";

import { ExitCode, hasCode, UserError } from "../lib/errors.ts";
import type { WarehousePaths } from "../lib/paths.ts";

const holderSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  startedAt: z.string().default("an unknown time"),
});

type Holder = Readonly<z.infer<typeof holderSchema>>;

/** A lock without a readable holder is one that is being written, up to this age. */
const writingMs = 5000;

/** The locks of this very process, to tell them from one that a dead process of the same number left. */
const held = new Set<string>();

export interface LockOptions {
  readonly startedAt: string;
  /** How long to wait for another writer to end; not at all by default. */
  readonly waitMs?: number;
  /** Told once who is waited for. */
  readonly onWait?: (message: string) => void;
  readonly signal?: AbortSignal;
}

/** Often enough to find the gap between two cycles of `watch`. */
const pollMs = 20;

/** Does `work` as the only writer of a warehouse. Readers need no lock. A lock whose process is gone is taken over. */
export async function withLock<T>(
  paths: WarehousePaths,
  { startedAt, waitMs = 0, onWait, signal }: LockOptions,
  work: () => Promise<T>,
): Promise<T> {
  mkdirSync(paths.state, { recursive: true });
  const path = join(paths.state, "lock");
  const deadline = performance.now() + waitMs;
  for (let isFirst = true; ; isFirst = false) {
    try {
      acquire(path, { pid: process.pid, host: hostname(), startedAt });
      break;
    } catch (failure) {
      const isLocked = failure instanceof UserError && failure.code === "LOCKED";
      if (!isLocked || performance.now() >= deadline) throw failure;
      if (isFirst) onWait?.(failure.message);
      await sleep(pollMs, undefined, signal === undefined ? {} : { signal });
    }
  }
  held.add(path);
  try {
    return await work();
  } finally {
    held.delete(path);
    rmSync(path, { force: true });
  }
}

function acquire(path: string, holder: Holder): void {
  for (;;) {
    try {
      createWhole(path, JSON.stringify(holder));
      return;
    } catch (failure) {
      if (!hasCode(failure, "EEXIST")) throw failure;
    }
    const found = readLock(path);
    if (found === undefined) continue;
    if (isLive(path, found)) throw lockedError(path, found);
    takeAway(path, found);
  }
}

/** Creates a file with all its content or, where there is one, fails: who dies in between leaves no lock of nobody. */
function createWhole(path: string, content: string): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, path);
  } catch (failure) {
    if (hasCode(failure, "EEXIST")) throw failure;
    // Not every file system can give a file two names.
    const file = openSync(path, "wx");
    writeSync(file, content);
    closeSync(file);
  } finally {
    rmSync(draft, { force: true });
  }
}

interface FoundLock {
  readonly text: string;
  readonly ageMs: number;
  /** Who wrote it; nobody where it cannot be read. */
  readonly holder: Holder | undefined;
}

/** The lock as it is, or nothing where it has just gone. */
function readLock(path: string): FoundLock | undefined {
  try {
    const text = readFileSync(path, "utf8");
    return { text, ageMs: Date.now() - statSync(path).mtimeMs, holder: parseHolder(text) };
  } catch (failure) {
    if (hasCode(failure, "ENOENT")) return undefined;
    throw failure;
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** A holder on another machine cannot be asked and counts as alive. */
function isLive(path: string, { ageMs, holder }: FoundLock): boolean {
  if (holder === undefined) return ageMs < writingMs;
  if (holder.host !== hostname()) return true;
  if (holder.pid === process.pid) return held.has(path);
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (failure) {
    return hasCode(failure, "EPERM");
  }
}

/**
 * Removes a dead lock. Of several that found it only one may, for between a look at the lock and its removal another could
 * have put its own there; the others look again.
 */
function takeAway(path: string, { text }: FoundLock): void {
  const guard = `${path}.takeover`;
  try {
    closeSync(openSync(guard, "wx"));
  } catch (failure) {
    if (!hasCode(failure, "EEXIST")) throw failure;
    removeAbandoned(guard);
    return;
  }
  try {
    if (readLock(path)?.text === text) rmSync(path, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

/** Waits a moment for who removes a dead lock; a guard that outlives that is of a process that died over it. */
function removeAbandoned(guard: string): void {
  const found = statSync(guard, { throwIfNoEntry: false });
  if (found !== undefined && Date.now() - found.mtimeMs > writingMs) rmSync(guard, { force: true });
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
}

function lockedError(path: string, { holder }: FoundLock): UserError {
  const who =
    holder === undefined
      ? "another process"
      : `process ${holder.pid} on ${holder.host} since ${holder.startedAt}`;
  return new UserError(`the warehouse is in use by ${who}`, {
    code: "LOCKED",
    hint: `wait for it to end, or delete ${path} if it is gone`,
    exitCode: ExitCode.locked,
  });
}
