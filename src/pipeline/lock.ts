import { mkdirSync, openSync, closeSync, readFileSync, rmSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

import { ExitCode, UserError } from "../lib/errors.ts";
import type { WarehousePaths } from "../lib/paths.ts";

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly startedAt: string;
}

/** Does `work` as the only writer of a warehouse. Readers need no lock. A lock whose process is gone is taken over. */
export async function withLock<T>(paths: WarehousePaths, startedAt: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(paths.state, { recursive: true });
  const path = join(paths.state, "lock");
  acquire(path, { pid: process.pid, host: hostname(), startedAt });
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function acquire(path: string, holder: Holder): void {
  for (;;) {
    try {
      const file = openSync(path, "wx");
      writeSync(file, JSON.stringify(holder));
      closeSync(file);
      return;
    } catch (failure) {
      if (!(failure instanceof Error && "code" in failure && failure.code === "EEXIST")) throw failure;
      const other = readHolder(path);
      if (other !== undefined && isAlive(other)) {
        throw new UserError(
          `the warehouse is in use by process ${other.pid} on ${other.host} since ${other.startedAt}`,
          { code: "LOCKED", hint: `wait for it to end, or delete ${path} if it is gone`, exitCode: ExitCode.locked },
        );
      }
      rmSync(path, { force: true });
    }
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof value !== "object" || value === null) return undefined;
    const { pid, host, startedAt } = value as Partial<Holder>;
    return pid === undefined || host === undefined ? undefined : { pid, host, startedAt: startedAt ?? "?" };
  } catch {
    return undefined;
  }
}

/** A holder on another machine cannot be asked and counts as alive. */
function isAlive({ pid, host }: Holder): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (failure) {
    return failure instanceof Error && "code" in failure && failure.code === "EPERM";
  }
}
