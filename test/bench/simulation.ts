import { spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  createWriteStream,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { formatCount } from "../../src/lib/quantities.ts";
import { median } from "./median.ts";

/**
 * The simulator, a process from its start to the last renamed file, against a thread that has the very lines ready in memory
 * and only writes them, one by one; and two threads against one, on several days. In turn, in the same run. Exit code 1 where a target is
 * missed.
 */

const ROUNDS = 3;
/** So many days, as starting a thread takes as long as simulating some hours. */
const LONG_DAYS = 4;
const MAX_PEAK_MB = 500;

const cli = join(import.meta.dirname, "../../dist/cli.js");
const directory = mkdtempSync(join(tmpdir(), "indkpi-simulation-"));
const target = join(directory, "lines");
const warehouse = join(directory, "warehouse");
const tellPeak = 'process.on("exit", () => console.error(process.resourceUsage().maxRSS))';
let peakMb = 0;

/** Simulates so many days into an empty warehouse. */
function simulate(workers: number, days: number): void {
  rmSync(warehouse, { recursive: true, force: true });
  const preload = `data:text/javascript,${encodeURIComponent(tellPeak)}`;
  const plant = [
    "--scenario",
    "large",
    "--lines",
    "40",
    "--days",
    String(days),
    "--workers",
    String(workers),
  ];
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--import", preload, cli, "simulate", "--warehouse", warehouse, "--quiet", ...plant],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`simulate ended with ${String(status)}: ${stderr}`);
  // Each thread tells the figure of the whole process when it ends.
  peakMb = Math.max(
    peakMb,
    ...stderr
      .trim()
      .split("\n")
      .map((kib) => Number(kib) / 1024),
  );
}

async function writeToStream(lines: readonly string[]): Promise<void> {
  const stream = createWriteStream(target);
  for (const line of lines) if (!stream.write(line)) await once(stream, "drain");
  stream.end();
  await once(stream, "finish");
}

function writeByCalls(lines: readonly string[]): void {
  const file = openSync(target, "w");
  for (const line of lines) writeSync(file, line);
  closeSync(file);
}

/** The lines of the last simulation. */
function readLines(): readonly string[] {
  const landing = join(warehouse, "landing");
  const texts = readdirSync(landing).map((name) => readFileSync(join(landing, name), "utf8"));
  return texts.flatMap((text) => text.split("\n").slice(0, -1)).map((line) => `${line}\n`);
}

type Contestant = readonly [name: string, run: () => void | Promise<void>];

/** The seconds of each, round after round. */
async function inTurns(
  eventCount: number,
  contestants: readonly Contestant[],
): Promise<readonly (readonly number[])[]> {
  const seconds: readonly number[][] = contestants.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, [, run]] of contestants.entries()) {
      const startedAt = performance.now();
      await run();
      seconds[index]?.push((performance.now() - startedAt) / 1000);
    }
  }
  for (const [index, [name]] of contestants.entries()) {
    const middle = median(seconds[index] ?? []);
    const rate = formatCount(eventCount / middle);
    console.log(`${name.padEnd(34)} ${middle.toFixed(2).padStart(8)} s  ${rate} events/s`);
  }
  return seconds;
}

/** The middle of what the rounds say. */
function ratio(slow: readonly number[], quick: readonly number[]): number {
  return median(slow.map((seconds, round) => seconds / (quick[round] ?? Number.NaN)));
}

function judge(name: string, figure: number, isMet: boolean, bound: string): void {
  console.log(`${name.padEnd(34)} ${figure.toFixed(2).padStart(8)}  ${bound}  ${isMet ? "ok" : "MISSED"}`);
  if (!isMet) process.exitCode = 1;
}

try {
  simulate(1, 1);
  const lines = readLines();
  const bytes = lines.reduce((sum, line) => sum + line.length, 0);
  console.log(`${formatCount(lines.length)} events of ${Math.round(bytes / lines.length)} bytes`);
  const [stream = [], call = [], one = []] = await inTurns(lines.length, [
    ["lines ready, into a stream", () => writeToStream(lines)],
    ["lines ready, a call each", () => writeByCalls(lines)],
    ["simulate, one worker", () => simulate(1, 1)],
  ]);
  const [longOne = [], longTwo = []] = await inTurns(lines.length * LONG_DAYS, [
    ["several days, one worker", () => simulate(1, LONG_DAYS)],
    ["several days, two workers", () => simulate(2, LONG_DAYS)],
  ]);
  console.log(`${"rate against a call each".padEnd(34)} ${ratio(call, one).toFixed(2).padStart(8)}`);
  judge("rate against a stream", ratio(stream, one), ratio(stream, one) >= 0.5, ">= 0.5");
  judge("two workers against one", ratio(longOne, longTwo), ratio(longOne, longTwo) >= 1.6, ">= 1.6");
  judge("peak MB", peakMb, peakMb <= MAX_PEAK_MB, `<= ${MAX_PEAK_MB}`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
