import { rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { namesIn } from "../lib/names-in.ts";
import type { WarehousePaths } from "../lib/paths.ts";
import { isRunning } from "../lib/running-process.ts";

/** Takes away what killed processes left half done: staged files, and what they could not hold in memory. */
export function sweepRemains({ state, staging, spill }: WarehousePaths): void {
  rmSync(staging, { recursive: true, force: true });
  for (const name of namesIn(state)) {
    const [, pid] = /^lock\.(\d+)$/.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(state, name), { force: true });
  }
  for (const name of namesIn(spill)) {
    if (!isRunning(Number(name.split("-")[0]))) rmSync(join(spill, name), { recursive: true, force: true });
  }
  try {
    rmdirSync(spill);
  } catch {
    // A running session uses it, or it never was.
  }
}
