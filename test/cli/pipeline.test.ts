import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { expect, onTestFinished, test } from "vitest";

import { runCli, temporaryWarehouse } from "../helpers/cli.ts";
import { build, builtFiles, site, writePlant } from "../helpers/plant.ts";
import { count, mondayPlant, rowsOf } from "./monday-plant.ts";

const restated =
  "select production_date, shift_id, cause, late_event_count, oee_before_ratio, oee_after_ratio, good_before_qty, good_after_qty from gold.restatements order by restated_at";

test("a published shift that changes is written down, with what it was and why", async () => {
  const warehouse = await mondayPlant();
  await build(warehouse);
  expect(await rowsOf(warehouse, restated)).toStrictEqual([]);

  // 48 pieces more: 288 of 480. What comes for the shift that is still going on is no restatement.
  const late = [count("2026-01-05T11:00:00Z", 48, "c3"), count("2026-01-06T07:30:00Z", 30, "c4")];
  await writePlant(warehouse, {}, { "late.ndjson": late });
  await build(warehouse);
  const first = {
    production_date: "2026-01-05",
    shift_id: "early",
    cause: "1 late event",
    late_event_count: 1,
    oee_before_ratio: 0.5,
    oee_after_ratio: 0.6,
    good_before_qty: 240,
    good_after_qty: 288,
  };
  expect(await rowsOf(warehouse, restated)).toStrictEqual([first]);

  // The standard was 50 s all along: 288 times 50 s of 28,800 s.
  await writePlant(warehouse, site("M", { idealCycleS: 50 }), {});
  await build(warehouse);
  expect(await rowsOf(warehouse, restated)).toStrictEqual([
    first,
    {
      ...first,
      cause: "reference/standards.csv",
      late_event_count: 0,
      oee_before_ratio: 0.6,
      oee_after_ratio: 0.5,
      good_before_qty: 288,
    },
  ]);
});

test("a plan names the stale days and why; what changes nothing makes nothing stale", async () => {
  const warehouse = await mondayPlant();
  await build(warehouse);
  const plan = async (): Promise<unknown> => {
    const { stdout } = await runCli(["build", "--plan", "--warehouse", warehouse, "--json"]);
    return JSON.parse(stdout);
  };
  expect(await plan()).toStrictEqual([]);
  rmSync(join(warehouse, "gold", "fact_oee", "2026-01-05.parquet"));
  expect(await plan()).toContainEqual({
    relation: "gold.fact_oee",
    partition: "2026-01-05",
    reasons: "missing file",
  });
  await build(warehouse);
  expect(await plan()).toStrictEqual([]);
  // The same lines under another name are no news.
  await rename(join(warehouse, "landing", "monday.ndjson"), join(warehouse, "landing", "moved.ndjson"));
  await build(warehouse);
  expect(await plan()).toStrictEqual([]);
});

test("every run leaves a record of what it did and why", async () => {
  const warehouse = await mondayPlant();
  await build(warehouse);
  await build(warehouse);
  const records = readdirSync(join(warehouse, "history", "runs"));
  expect(records).toHaveLength(1);
  const record = JSON.parse(readFileSync(join(warehouse, "history", "runs", records[0] ?? ""), "utf8"));
  expect(record).toMatchObject({
    command: "build",
    status: "done",
    batches: [{ source: "telemetry", files: 1, rows: 5, quarantined: 0 }],
  });
  expect(
    record.tables.find(({ relation }: { relation: string }) => relation === "gold.fact_oee"),
  ).toMatchObject({
    reasons: ["new"],
    changed_days: ["2026-01-05", "2026-01-06"],
  });
});

test("a lost manifest is made anew from the Parquet files, and nothing is taken in twice", async () => {
  const warehouse = await mondayPlant();
  await build(warehouse);
  const before = builtFiles(warehouse);
  const bronze = readdirSync(join(warehouse, "bronze"), { recursive: true });
  for (const damage of ["", "{"]) {
    rmSync(join(warehouse, ".indkpi", "manifest.json"));
    if (damage !== "") await writeFile(join(warehouse, ".indkpi", "manifest.json"), damage);
    const { code, stderr } = await runCli(["build", "--warehouse", warehouse, "--no-progress"]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("made anew from 1 batches of Bronze");
    expect(builtFiles(warehouse)).toEqual(before);
    expect(readdirSync(join(warehouse, "bronze"), { recursive: true })).toEqual(bronze);
  }
});

test("Bronze without the records of its batches is not passed over in silence, and nothing of it is lost", async () => {
  const warehouse = await mondayPlant();
  await build(warehouse);
  const before = builtFiles(warehouse);
  for (const folder of [".indkpi", "history", "silver", "gold"]) {
    rmSync(join(warehouse, folder), { recursive: true });
  }
  const { code, stderr } = await runCli(["build", "--warehouse", warehouse, "--no-progress"]);
  expect(code, stderr).toBe(0);
  // One file for each of the two days.
  expect(stderr).toContain("2 files in bronze/ are not read, for history/batches says nothing of them");
  // What was taken in still lies in landing/.
  expect(builtFiles(warehouse)).toEqual(before);
});

test("a second writer waits when it is told to, and is refused when not", async () => {
  const warehouse = await mondayPlant();
  mkdirSync(join(warehouse, ".indkpi"), { recursive: true });
  const holder = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], { stdio: "ignore" });
  onTestFinished(() => void holder.kill());
  const lock = join(warehouse, ".indkpi", "lock");
  await writeFile(
    lock,
    JSON.stringify({ pid: holder.pid, host: (await import("node:os")).hostname(), startedAt: "2026-01-05" }),
  );
  expect(await runCli(["build", "--warehouse", warehouse])).toMatchObject({ code: 4 });
  const waiting = runCli(["build", "--warehouse", warehouse, "--wait", "120", "--no-progress"]);
  await sleep(1500);
  rmSync(lock);
  const { code, stderr } = await waiting;
  expect(code, stderr).toBe(0);
  expect(stderr).toContain("waiting for it to end");
});

test("lineage goes from a relation down to the files, and up to its readers", async () => {
  const warehouse = await temporaryWarehouse();
  const text = await runCli(["lineage", "gold.dim_date", "--warehouse", warehouse]);
  expect(text.stdout.split("\n")[0]).toMatch(
    /^gold\.dim_date {2}table.*, version 1, sql\/gold\/dim_date\.sql$/,
  );
  expect(text.stdout).toContain("landing.telemetry  landing/");
  const json = JSON.parse(
    (await runCli(["lineage", "gold.dim_date", "--json", "--warehouse", warehouse])).stdout,
  );
  expect(json.relations.at(-1)).toMatchObject({ relation: "gold.dim_date", inputs: ["gold.fact_oee"] });
  const mermaid = await runCli(["lineage", "gold.dim_date", "--format", "mermaid", "--warehouse", warehouse]);
  expect(mermaid.stdout).toMatch(/^flowchart LR\n/);
  expect(mermaid.stdout).toContain("gold_fact_oee --> gold_dim_date");
  const readers = await runCli(["lineage", "gold.fact_oee", "--readers", "--warehouse", warehouse]);
  expect(readers.stdout.split("\n")).toContain("gold.oee_by_machine_shift");
  expect(await runCli(["lineage", "gold.fact_oe", "--warehouse", warehouse])).toMatchObject({ code: 2 });
});
