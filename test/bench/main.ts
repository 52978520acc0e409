import { linkSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { median, measure, type Measured } from "./measure.ts";
import { writeTelemetry } from "./telemetry.ts";

/**
 * `npm run bench -- [--lines 1000000] [--days 7] [--runs 3]`: landing to Bronze and landing to Gold against a bare COPY of
 * the same file, in turn and in the same run. Prints medians and ratios; exit code 1 where a target is missed.
 */

interface Target {
  readonly name: string;
  readonly figure: number;
  readonly limit: number;
  readonly isHigherBetter: boolean;
}

const root = join(import.meta.dirname, "../..");
const cli = join(root, "dist/cli.js");
const directory = mkdtempSync(join(tmpdir(), "indkpi-bench-"));
const input = join(directory, "telemetry.ndjson");

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
}

function runVerb(verb: string): Measured {
  const warehouse = join(directory, verb);
  rmSync(warehouse, { recursive: true, force: true });
  mkdirSync(join(warehouse, "landing"), { recursive: true });
  linkSync(input, join(warehouse, "landing/telemetry.ndjson"));
  const measured = measure(cli, [verb, "--warehouse", warehouse, "--quiet"], directory);
  rmSync(warehouse, { recursive: true, force: true });
  return measured;
}

try {
  const lineCount = option("lines", 1_000_000);
  writeTelemetry(input, lineCount, option("days", 7));
  console.log(`${lineCount} lines, ${Math.round(statSync(input).size / 1e6)} MB`);
  const floors: Measured[] = [];
  const bronzes: Measured[] = [];
  const golds: Measured[] = [];
  for (let run = 0; run < option("runs", 3); run += 1) {
    floors.push(
      measure(join(import.meta.dirname, "floor.ts"), [input, join(directory, "floor.parquet")], directory),
    );
    bronzes.push(runVerb("bronze"));
    golds.push(runVerb("build"));
  }
  const rows: readonly (readonly [string, readonly Measured[]])[] = [
    ["bare COPY", floors],
    ["landing to Bronze", bronzes],
    ["landing to Gold", golds],
  ];
  for (const [name, figures] of rows) {
    const seconds = median(figures.map((figure) => figure.seconds));
    const peakMb = Math.max(...figures.map((figure) => figure.peakMb));
    const rate = Math.round(lineCount / seconds).toLocaleString("en");
    console.log(`${name.padEnd(20)} ${seconds.toFixed(2)} s  ${rate} lines/s  ${Math.round(peakMb)} MB`);
  }
  const ratioTo = (figures: readonly Measured[]): number =>
    median(figures.map(({ seconds }, index) => seconds / (floors[index]?.seconds ?? Number.NaN)));
  const peakOf = (figures: readonly Measured[]): number => Math.max(...figures.map(({ peakMb }) => peakMb));
  const targets: readonly Target[] = [
    {
      name: "Bronze, rate against the floor",
      figure: 1 / ratioTo(bronzes),
      limit: 0.7,
      isHigherBetter: true,
    },
    { name: "Bronze, peak MB", figure: peakOf(bronzes), limit: 1500, isHigherBetter: false },
    { name: "Gold, time against the floor", figure: ratioTo(golds), limit: 4, isHigherBetter: false },
    { name: "Gold, peak MB", figure: peakOf(golds), limit: 2000, isHigherBetter: false },
  ];
  for (const { name, figure, limit, isHigherBetter } of targets) {
    const isMet = isHigherBetter ? figure >= limit : figure <= limit;
    const bound = `${isHigherBetter ? ">=" : "<="} ${limit}`;
    console.log(
      `${name.padEnd(32)} ${figure.toFixed(2).padStart(8)}  ${bound.padEnd(8)} ${isMet ? "ok" : "MISSED"}`,
    );
    if (!isMet) process.exitCode = 1;
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}

await import("./simulation.ts");
