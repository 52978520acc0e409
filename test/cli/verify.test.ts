import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { randomStream } from "../../src/simulate/random-stream.ts";
import { runCli, temporaryWarehouse } from "../helpers/cli.ts";

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

test("across the night on which the clock goes forward too", async () => {
  const warehouse = await simulated(
    "--scenario",
    "large",
    "--lines",
    "1",
    "--machines-per-line",
    "3",
    "--start",
    "2026-03-28",
    "--days",
    "2",
  );
  await built(warehouse);
  const { code, stderr } = await runCli(["verify", "--warehouse", warehouse]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("Gold is the truth") });
});

test("however the lines are shuffled and cut into files", async () => {
  const warehouse = await simulated("--days", "2", "--seed", "3");
  const landing = join(warehouse, "landing");
  const names = await readdir(landing);
  const texts = await Promise.all(names.map((name) => readFile(join(landing, name), "utf8")));
  const lines = texts.flatMap((text) => text.split("\n").slice(0, -1));
  const draw = randomStream(1, "shuffle");
  const shuffled = lines
    .map((line) => ({ line, place: draw() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ line }) => `${line}\n`);
  await Promise.all(names.map((name) => rm(join(landing, name))));
  const size = Math.ceil(shuffled.length / 5);
  for (let part = 0; part < 5; part++) {
    await writeFile(
      join(landing, `part-${part}.ndjson`),
      shuffled.slice(part * size, (part + 1) * size).join(""),
    );
  }
  await built(warehouse);
  const { code, stderr } = await runCli(["verify", "--warehouse", warehouse]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "144 machine hours compared: Gold is the truth\n" });
});

test("counters, late reasons and inspections lead to the truth too", async () => {
  const warehouse = await simulated("--scenario", "automotive", "--days", "1", "--gzip");
  await built(warehouse);
  const { code, stderr } = await runCli(["verify", "--warehouse", warehouse]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "696 machine hours compared: Gold is the truth\n" });
});

test("with dirt every difference is explained by the record, and broken lines are all in quarantine", async () => {
  const warehouse = await simulated("--days", "2", "--dirt", "heavy");
  await built(warehouse);
  const { code, stdout } = await runCli(["verify", "--warehouse", warehouse, "--format", "json"]);
  const differences: Difference[] = JSON.parse(stdout);
  expect(differences.length).toBeGreaterThan(0);
  expect(differences.filter((difference) => difference.explained_by === null)).toEqual([]);
  expect(code).toBe(0);
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
