import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { runCli, temporaryWarehouse } from "../helpers/cli.ts";
import { build, builtFiles, writePlant } from "../helpers/plant.ts";
import { randomDays } from "../helpers/random-days.ts";

/** A run costs four builds; after four minutes none is begun, nor is what failed made smaller. */
const limits = { seed: 20260329, numRuns: 3, interruptAfterTimeLimit: 240_000 };

test("random days in any batches are the same bytes as all at once", async () => {
  await fc.assert(
    fc.asyncProperty(randomDays, fc.infiniteStream(fc.nat()), async ({ reference, events }, draws) => {
      const draw = () => Number(draws.next().value);
      await withWarehouses(async (often, once) => {
        const lines = events.map((event) => JSON.stringify(event));
        const batches = draw() % 2 === 0 ? scattered(lines, 3, draw) : byTime(lines, 3, draw);
        for (const [index, batch] of batches.entries()) {
          await writePlant(often, reference, { [`batch-${index}.ndjson`]: batch });
          await build(often);
        }
        await writePlant(once, reference, { "all.ndjson": batches.flat() });
        await build(once);
        expect(builtFiles(often)).toEqual(builtFiles(once));
      });
    }),
    limits,
  );
}, 600_000);

test("a simulated plant in shuffled batches is the same bytes as at once", async ({ onTestFinished }) => {
  const once = await temporaryWarehouse(onTestFinished);
  const often = await temporaryWarehouse(onTestFinished);
  const days = ["--start", "2026-03-27", "--days", "3", "--lines", "1", "--dirt", "heavy", "--seed", "3"];
  const { code, stderr } = await runCli(["simulate", "--warehouse", once, "--quiet", ...days]);
  expect(code, stderr).toBe(0);
  await mkdir(join(often, "landing"), { recursive: true });
  await mkdir(join(often, "reference"), { recursive: true });
  for (const name of await readdir(join(once, "reference"))) {
    await writeFile(join(often, "reference", name), await readFile(join(once, "reference", name)));
  }
  const lines: string[] = [];
  for (const name of (await readdir(join(once, "landing"))).toSorted()) {
    lines.push(...(await readFile(join(once, "landing", name), "utf8")).split("\n"));
  }
  let state = 1;
  const draw = () => (state = (state * 48_271) % 2_147_483_647);
  const batches = byTime(
    lines.filter((line) => line.trim() !== ""),
    4,
    draw,
  );
  for (const [index, batch] of batches.entries()) {
    await writeFile(join(often, "landing", `batch-${index}.ndjson`), `${batch.join("\n")}\n`);
    await build(often);
  }
  await build(once);
  expect(builtFiles(often)).toEqual(builtFiles(once));
}, 600_000);

/** Each line in any batch, in any order. */
function scattered(lines: readonly string[], count: number, draw: () => number): readonly string[][] {
  const batches = Array.from({ length: count }, (): string[] => []);
  for (const { line } of lines
    .map((text) => ({ line: text, place: draw() }))
    .toSorted((a, b) => a.place - b.place)) {
    batches[draw() % count]?.push(line);
  }
  return batches.filter((batch) => batch.length > 0);
}

/** The lines by time, cut at odd places; one in twenty comes early or late. */
function byTime(lines: readonly string[], count: number, draw: () => number): readonly string[][] {
  const timeOf = (line: string) => /"ts":"([^"]*)"/.exec(line)?.[1] ?? "";
  const batches = Array.from({ length: count }, (): string[] => []);
  const cuts = Array.from({ length: count - 1 }, () => draw() % lines.length).toSorted((a, b) => a - b);
  const sorted = lines.toSorted((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1));
  for (const [place, line] of sorted.entries()) {
    const own = cuts.filter((cut) => cut <= place).length;
    batches[draw() % 20 === 0 ? draw() % count : own]?.push(line);
  }
  return batches.filter((batch) => batch.length > 0);
}

async function withWarehouses(use: (often: string, once: string) => Promise<void>): Promise<void> {
  const directories: (() => Promise<void>)[] = [];
  const keep = (cleanUp: () => Promise<void>) => void directories.push(cleanUp);
  try {
    await use(await temporaryWarehouse(keep), await temporaryWarehouse(keep));
  } finally {
    await Promise.all(directories.map((cleanUp) => cleanUp()));
  }
}
