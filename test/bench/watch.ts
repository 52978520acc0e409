import { spawn } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";

import { median } from "./median.ts";
import { runChild } from "./run-child.ts";

/**
 * `npm run bench:watch -- [--rate 1000] [--seconds 60]`: how long it takes from a line of the `automotive` plant written to
 * landing to the figures in Gold while `indkpi watch` runs, at an even stream of so many events a second. The day before
 * is in the warehouse already. Exit code 1 where the slowest line of the middle cycle takes 3 s or more.
 */

const { values } = parseArgs({
  options: { rate: { type: "string", default: "1000" }, seconds: { type: "string", default: "60" } },
});
const [rate, seconds] = [Number(values.rate), Number(values.seconds)];
const stepMs = 50;
const limitS = 3;

const cli = join(import.meta.dirname, "../../dist/cli.js");
const warehouse = mkdtempSync(join(tmpdir(), "indkpi-bench-"));
process.on("exit", () => rmSync(warehouse, { recursive: true, force: true }));
process.on("SIGINT", () => process.exit(130));

const landing = join(warehouse, "landing");
const held = join(warehouse, "held");
const startsAt = { first: "2026-01-05", second: "2026-01-06" };
await runChild(cli, [
  "simulate",
  "--scenario",
  "automotive",
  "--days",
  "2",
  "--warehouse",
  warehouse,
  "--quiet",
]);
mkdirSync(held);
for (const name of readdirSync(landing)) {
  if (!name.startsWith(startsAt.first)) renameSync(join(landing, name), join(held, name));
}
await runChild(cli, ["build", "--warehouse", warehouse, "--quiet"]);

const lines = readdirSync(held)
  .filter((name) => name.startsWith(startsAt.second))
  .flatMap((name) => readFileSync(join(held, name), "utf8").split("\n"))
  .filter((line) => line !== "")
  .map((line) => ({ line, at: timeOf(line) }))
  .toSorted((a, b) => (a.at < b.at ? -1 : 1));

/** When each line was written, in the order in which they were. */
const writtenMs: number[] = [];
const latencies: number[] = [];
const watch = spawn(process.execPath, [cli, "watch", "--warehouse", warehouse, "--json", "--quiet"], {
  stdio: ["ignore", "pipe", "inherit"],
});
const ended = new Promise((resolve) => watch.on("close", resolve));
let shown = 0;
createInterface({ input: watch.stdout }).on("line", (line) => {
  const { rows, seconds: tookS }: { rows: number; seconds: number } = JSON.parse(line);
  const oldestMs = writtenMs[shown];
  shown += rows;
  if (oldestMs === undefined) return;
  latencies.push((Date.now() - oldestMs) / 1000);
  process.stderr.write(`${rows} rows in ${tookS} s; the oldest was written ${latencies.at(-1)} s ago\n`);
});

const startedMs = Date.now();
while (Date.now() - startedMs < seconds * 1000 && writtenMs.length < lines.length) {
  const due = Math.min(Math.floor(((Date.now() - startedMs) / 1000) * rate), lines.length);
  const part = lines.slice(writtenMs.length, due);
  if (part.length > 0) {
    appendFileSync(join(landing, "stream.ndjson"), part.map(({ line }) => `${line}\n`).join(""));
    const now = Date.now();
    for (let index = 0; index < part.length; index += 1) writtenMs.push(now);
  }
  await sleep(stepMs);
}
await sleep(limitS * 2000);
watch.kill("SIGINT");
await ended;

const middle = median(latencies);
const isMet = middle < limitS && shown === writtenMs.length;
console.log(
  `${writtenMs.length} lines at ${rate}/s, ${shown} shown in ${latencies.length} cycles; from the oldest line of a cycle to Gold: ${middle.toFixed(2)} s in the middle, ${Math.max(...latencies).toFixed(2)} s at most; < ${limitS} s ${isMet ? "ok" : "MISSED"}`,
);
process.exitCode = isMet ? 0 : 1;

function timeOf(line: string): string {
  const event: { ts: string } = JSON.parse(line);
  return event.ts;
}
