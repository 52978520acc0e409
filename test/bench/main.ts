import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { formatCount } from "../../src/lib/quantities.ts";
import { median } from "./median.ts";
import { runChild, type Usage } from "./run-child.ts";
import { reference, writeTelemetry } from "./telemetry.ts";

interface Contestant {
  readonly name: string;
  readonly run: () => Promise<Usage>;
  /** Least share of the floor's rows/s. */
  readonly minRatio?: number;
  readonly maxRssMb?: number;
}

const { values } = parseArgs({
  options: {
    lines: { type: "string", default: "1000000" },
    days: { type: "string", default: "5" },
    rounds: { type: "string", default: "3" },
  },
});
const lines = Number(values.lines);
const rounds = Number(values.rounds);

const directory = mkdtempSync(join(tmpdir(), "indkpi-bench-"));
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
process.on("SIGINT", () => process.exit(130));

const input = join(directory, "telemetry.ndjson");
const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const floorProgram = fileURLToPath(new URL("floor.mjs", import.meta.url));

const contestants: readonly Contestant[] = [
  {
    name: "bare COPY (floor)",
    run: () => runChild(floorProgram, [input, join(directory, "floor.parquet")]),
  },
  { name: "indkpi bronze", run: () => runCommand("bronze"), minRatio: 0.7, maxRssMb: 1500 },
  { name: "indkpi build", run: () => runCommand("build"), minRatio: 0.25, maxRssMb: 2000 },
];

/** Runs a command on a warehouse that holds nothing but the input and the plant. */
async function runCommand(command: string): Promise<Usage> {
  const warehouse = join(directory, "warehouse");
  rmSync(warehouse, { recursive: true, force: true });
  mkdirSync(join(warehouse, "landing"), { recursive: true });
  mkdirSync(join(warehouse, "reference"));
  symlinkSync(input, join(warehouse, "landing", "telemetry.ndjson"));
  for (const [name, content] of Object.entries(reference)) {
    writeFileSync(join(warehouse, "reference", name), content);
  }
  return await runChild(cli, [command, "--warehouse", warehouse, "--quiet"]);
}

function verdict(isMet: boolean, target: string): string {
  return `${target} ${isMet ? "ok" : "MISSED"}`;
}

process.stderr.write(`writing ${formatCount(lines)} lines\n`);
writeTelemetry(input, { lines, days: Number(values.days) });
const bytesPerLine = Math.round(statSync(input).size / lines);

// In turns, so that whatever else the machine does falls on all alike.
const usages = new Map<string, Usage[]>(contestants.map(({ name }) => [name, []]));
for (let round = 1; round <= rounds; round += 1) {
  for (const { name, run } of contestants) {
    const usage = await run();
    usages.get(name)?.push(usage);
    process.stderr.write(`round ${round}: ${name} ${usage.wallS.toFixed(2)} s\n`);
  }
}

const taken = (name: string): readonly Usage[] => usages.get(name) ?? [];
const floors = taken(contestants[0]?.name ?? "");
const rows = contestants.map(({ name, minRatio, maxRssMb }) => {
  const runs = taken(name);
  const wallS = median(runs.map((usage) => usage.wallS));
  const rssMb = Math.max(...runs.map((usage) => usage.peakRssMb));
  // Round by round: what else the machine did then fell on both.
  const ratio = median(runs.map((usage, round) => (floors[round]?.wallS ?? Number.NaN) / usage.wallS));
  return {
    "": name,
    "rows/s": formatCount(lines / wallS),
    "wall s": wallS.toFixed(2),
    "CPU s": median(runs.map((usage) => usage.cpuS)).toFixed(2),
    ratio: ratio.toFixed(2),
    "ratio target": minRatio === undefined ? "" : verdict(ratio >= minRatio, `>= ${minRatio}`),
    "RSS MB": rssMb.toFixed(0),
    "RSS target": maxRssMb === undefined ? "" : verdict(rssMb < maxRssMb, `< ${maxRssMb}`),
  };
});
console.log(
  `${formatCount(lines)} lines of ${bytesPerLine} bytes, ${values.days} days; medians of ${rounds} rounds in turns`,
);
console.table(Object.fromEntries(rows.map(({ "": name, ...cells }) => [name, cells])));
process.exitCode = rows.some((row) => JSON.stringify(row).includes("MISSED")) ? 1 : 0;
