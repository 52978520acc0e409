import { cp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { literal, withDatabase } from "../../src/engine/database.ts";
import { randomStream } from "../../src/simulate/random-stream.ts";
import { runCli, temporaryWarehouse } from "../helpers/cli.ts";
import { goldFiles } from "../helpers/plant.ts";

interface Difference {
  readonly machine_id: string;
  readonly measure: string;
  readonly explained_by: string | null;
}

/** A simulated plant, built. */
async function simulated(...args: readonly string[]): Promise<string> {
  const warehouse = await temporaryWarehouse();
  const made = await runCli(["simulate", "--warehouse", warehouse, ...args]);
  expect(made.code).toBe(0);
  return warehouse;
}

async function built(warehouse: string): Promise<void> {
  const { code, stderr } = await runCli(["gold", "--warehouse", warehouse, "--quiet"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
}

test("Gold is the truth, to the millisecond and to the piece", async () => {
  const warehouse = await simulated("--days", "3", "--lines", "2", "--seed", "7");
  await built(warehouse);
  const { code, stdout, stderr } = await runCli(["verify", "--warehouse", warehouse]);
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: "",
    stderr: "432 machine hours compared: Gold is the truth\n",
  });
});

test.each(["2026-03-28", "2026-10-24"])(
  "across the night after %s, when the clock changes",
  async (start) => {
    const warehouse = await simulated(
      "--scenario",
      "large",
      "--lines",
      "1",
      "--machines-per-line",
      "3",
      "--start",
      start,
      "--days",
      "2",
    );
    await built(warehouse);
    const { code, stderr } = await runCli(["verify", "--warehouse", warehouse]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("Gold is the truth") });
  },
);

/** Puts the lines of all landing files into other files, in another order. */
async function reshuffle(landing: string, seed: number, fileCount: number): Promise<void> {
  const names = await readdir(landing);
  const texts = await Promise.all(names.map((name) => readFile(join(landing, name), "utf8")));
  const draw = randomStream(seed, "shuffle");
  const lines = texts
    .flatMap((text) => text.split("\n").slice(0, -1))
    .map((line) => ({ line, place: draw() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ line }) => `${line}\n`);
  await Promise.all(names.map((name) => rm(join(landing, name))));
  for (let part = 0; part < fileCount; part += 1) {
    const [from, to] = [part, part + 1].map((edge) => Math.floor((edge * lines.length) / fileCount));
    await writeFile(join(landing, `part-${part}.ndjson`), lines.slice(from, to).join(""));
  }
}

test.each([
  ["clean", "none", 5],
  ["clean", "none", 1],
  ["dirty", "heavy", 7],
])(
  "however the %s lines are shuffled and cut into files, Gold is the same",
  async (_kind, dirt, fileCount) => {
    const warehouse = await simulated("--days", "2", "--seed", "3", "--dirt", dirt);
    const other = await temporaryWarehouse();
    await cp(warehouse, other, { recursive: true });
    await reshuffle(join(other, "landing"), fileCount, fileCount);
    await built(warehouse);
    await built(other);
    const digests = goldFiles(warehouse);
    expect(Object.keys(digests).length).toBeGreaterThan(10);
    expect(goldFiles(other)).toEqual(digests);
    const { code } = await runCli(["verify", "--warehouse", other, "--quiet"]);
    expect(code).toBe(0);
  },
);

test("counters, late reasons and inspections lead to the truth too", async () => {
  const warehouse = await simulated("--scenario", "automotive", "--days", "1", "--gzip");
  await built(warehouse);
  const { code, stderr } = await runCli(["verify", "--warehouse", warehouse]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "696 machine hours compared: Gold is the truth\n" });
});

test("Gold that was changed behind its back differs from the truth, be it by a millisecond", async () => {
  const warehouse = await simulated("--days", "1");
  await built(warehouse);
  const fact = join(warehouse, "gold", "fact_oee", "2026-01-05.parquet");
  const changed = join(warehouse, "changed.parquet");
  await withDatabase({ spillDirectory: join(warehouse, "spill"), threads: 1 }, (database) =>
    database.run(
      `copy (select * replace (running_ms + if(running_ms = max(running_ms) over (), 1, 0) as running_ms) from ${literal(fact)})` +
        ` to ${literal(changed)} (format parquet)`,
    ),
  );
  await rename(changed, fact);
  const { code, stdout } = await runCli(["verify", "--warehouse", warehouse, "--format", "json"]);
  const differences: Difference[] = JSON.parse(stdout);
  expect(differences.length).toBeGreaterThan(0);
  expect([
    ...new Set(differences.map(({ measure, explained_by: by }) => `${measure} ${String(by)}`)),
  ]).toEqual(["running_ms null"]);
  expect(code).toBe(1);
});

test("with dirt every difference is explained by the record, and broken lines are all in quarantine", async () => {
  const warehouse = await simulated("--days", "2", "--dirt", "heavy");
  await built(warehouse);
  const { code, stdout } = await runCli(["verify", "--warehouse", warehouse, "--format", "json"]);
  const differences: Difference[] = JSON.parse(stdout);
  expect(differences.length).toBeGreaterThan(0);
  expect(differences.filter((difference) => difference.explained_by === null)).toEqual([]);
  expect(code).toBe(0);
  const folder = join(warehouse, "quarantine", "telemetry");
  const files = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")),
  );
  const quarantined = files.flatMap((text) => text.split("\n").slice(0, -1));
  const [malformed] = await withDatabase(
    { spillDirectory: join(warehouse, "spill"), threads: 1 },
    (database) =>
      database.rows(
        `select count(*) as n from ${literal(join(warehouse, "truth/dirt/2026-01-05.parquet"))} where kind = 'malformed'`,
      ),
  );
  expect(quarantined.length).toBe(Number(malformed?.["n"]));
  expect(quarantined.length).toBeGreaterThan(50);
});

test("a line that was changed behind its back is a difference, and exit code 1", async () => {
  const warehouse = await simulated("--days", "1");
  const landing = join(warehouse, "landing");
  const file = join(landing, (await readdir(landing)).find((name) => name.includes("T09")) ?? "");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace('"good":1,"scrap":0', '"good":0,"scrap":1'));
  await built(warehouse);
  const { code, stdout, stderr } = await runCli(["verify", "--warehouse", warehouse, "--format", "json"]);
  const differences: Difference[] = JSON.parse(stdout);
  expect(differences.map(({ measure, explained_by: by }) => [measure, by])).toEqual([
    ["good_qty", null],
    ["scrap_qty", null],
  ]);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: "72 machine hours compared: 2 differences, 0 explained by recorded dirt\n",
  });
});

test("a warehouse that was not simulated has no truth", async () => {
  const warehouse = await temporaryWarehouse();
  const { code, stderr } = await runCli(["verify", "--warehouse", warehouse]);
  expect(code).toBe(1);
  expect(stderr).toContain("only what is simulated can be verified");
});
