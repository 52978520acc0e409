import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

export interface Measured {
  readonly seconds: number;
  readonly peakMb: number;
}

/** Runs a script in a process of its own: the whole time it takes, start included, and its peak memory. */
export function measure(script: string, args: readonly string[], scratch: string): Measured {
  const peakFile = join(scratch, "peak");
  rmSync(peakFile, { force: true });
  const hooks = ["--import", "tsx", "--import", join(import.meta.dirname, "report-peak.ts")];
  const started = performance.now();
  const { status } = spawnSync(process.execPath, [...hooks, script, ...args], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, PEAK_FILE: peakFile },
  });
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`${script} ${args.join(" ")} ended with ${String(status)}`);
  return { seconds, peakMb: Number(readFileSync(peakFile, "utf8")) / 1024 };
}

/** The middle of some figures. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return (low + high) / 2;
}
