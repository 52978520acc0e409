import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { measureDashboard } from "./dashboard-load.ts";
import { median } from "./median.ts";
import { runChild, type Usage } from "./run-child.ts";
import { writeDay, writePlantOfYear } from "./year-plant.ts";

/**
 * `npm run bench:year -- [--days 365] [--lines 20000] [--rounds 3]`: what a day costs in a warehouse that holds a year of
 * 20 machines, against the same day in an empty one; what it costs to find nothing stale; and how quickly the dashboard
 * shows that year. Exit code 1 where a bound is missed.
 */

const { values } = parseArgs({
  options: {
    days: { type: "string", default: "365" },
    lines: { type: "string", default: "20000" },
    rounds: { type: "string", default: "3" },
  },
});
const [days, lines, rounds] = [Number(values.days), Number(values.lines), Number(values.rounds)];

const root = join(import.meta.dirname, "../..");
const directory = mkdtempSync(join(tmpdir(), "indkpi-bench-"));
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
process.on("SIGINT", () => process.exit(130));

const build = async (warehouse: string): Promise<Usage> =>
  await runChild(join(root, "dist/cli.js"), ["build", "--warehouse", warehouse, "--quiet"]);

let isMissed = false;
function tell(what: string, value: number, unit: string, limit: number): void {
  const isMet = value <= limit;
  isMissed ||= !isMet;
  console.log(`${what}: ${value.toFixed(2)}${unit} <= ${limit}${unit} ${isMet ? "ok" : "MISSED"}`);
}

const year = join(directory, "year");
writePlantOfYear(year);
for (let day = 0; day < days; day += 1) writeDay(year, day, lines);
process.stderr.write(`building ${days} days of ${lines} lines\n`);
const whole = await build(year);
console.log(`${days} days from nothing: ${whole.wallS.toFixed(1)} s, ${whole.peakRssMb.toFixed(0)} MB`);

const pairs: { alone: Usage; added: Usage }[] = [];
for (let round = 0; round < rounds; round += 1) {
  const empty = join(directory, `day-${round}`);
  writePlantOfYear(empty);
  writeDay(empty, days + round, lines);
  writeDay(year, days + round, lines);
  pairs.push({ alone: await build(empty), added: await build(year) });
}
const seconds = (of: (pair: (typeof pairs)[number]) => Usage): string =>
  median(pairs.map((pair) => of(pair).wallS)).toFixed(2);
console.log(
  `one day alone: ${seconds(({ alone }) => alone)} s; in the year: ${seconds(({ added }) => added)} s, at most ${Math.max(...pairs.map(({ added }) => added.peakRssMb)).toFixed(0)} MB`,
);
tell(
  "a day in the year against a day alone",
  median(pairs.map(({ alone, added }) => added.wallS / alone.wallS)),
  " x",
  1.5,
);
tell("nothing stale", (await build(year)).wallS, " s", 1);

const { firstScreenS, p95Ms, requests } = await measureDashboard(year);
tell("first screen", firstScreenS, " s", 1);
tell(`95 % of ${requests} answers at 20 clients`, p95Ms, " ms", 100);
process.exitCode = isMissed ? 1 : 0;
