import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { expect, onTestFinished, test } from "vitest";

import { temporaryWarehouse } from "../helpers/cli.ts";
import { tinyPackage } from "./killable-package.ts";

const event = (day: number, id: string): string =>
  JSON.stringify({
    ts: `2026-01-0${day}T06:00:00Z`,
    machine_id: "M1",
    event_type: "heartbeat",
    event_id: id,
  });
const lines = (...events: readonly string[]): string => events.map((line) => `${line}\n`).join("");

// Two days, then a late event of the first and one of a new day: 3 events, then 5, and every one in two days.
const first = lines(event(5, "a"), event(5, "b"), event(6, "c"));
const second = lines(event(5, "d"), event(8, "e"));
const figures =
  "select total.event_count as total, (select cast(sum(event_count) as bigint) from gold.pairs) as pairs from gold.total as total";
const before = '[{"total":3,"pairs":6}]';
const after = '[{"total":5,"pairs":10}]';

test("a build that ends before any change of the disk leaves the old figures or the new, and the next one mends it", async () => {
  const directory = await temporaryWarehouse();
  const command = await tinyPackage(join(directory, "package"));
  const ask = startAsking(join(directory, "package"));
  const start = join(directory, "start");
  await mkdir(join(start, "landing"), { recursive: true });
  await writeFile(join(start, "landing", "first.ndjson"), first);
  expect(await command(["build", "--warehouse", start, "--quiet"])).toMatchObject({ code: 0 });
  await writeFile(join(start, "landing", "second.ndjson"), second);

  const whole = await copyOf(start, join(directory, "whole"));
  const counted = join(directory, "count");
  await command(["build", "--warehouse", whole, "--quiet"], { COUNT_FILE: counted });
  const steps = Number(await readFile(counted, "utf8"));
  expect(steps).toBeGreaterThan(40);
  const wanted = lakeOf(whole);
  expect(await ask(whole)).toBe(after);

  const seen = new Set<string>();
  const repairs: string[] = [];
  const attempt = async (step: number): Promise<void> => {
    const warehouse = await copyOf(start, join(directory, `killed-${step}`));
    const killed = await command(["build", "--warehouse", warehouse], { KILL_AT: String(step) });
    const where = `at step ${step} of ${steps}: ${killed.stderr}`;
    expect(killed.code, where).toBeNull();
    const shown = await ask(warehouse);
    expect([before, after], where).toContain(shown);
    seen.add(shown);
    for (const file of parquetFiles(warehouse)) expect(isWhole(file), `${file} ${where}`).toBe(true);
    const mended = await command(["build", "--warehouse", warehouse]);
    expect(mended.code, `${mended.stderr}\n${where}`).toBe(0);
    if (mended.stderr.includes("cut short")) repairs.push(where);
    expect(await ask(warehouse), where).toBe(after);
    expect(lakeOf(warehouse), where).toEqual(wanted);
    expect(leftovers(warehouse), where).toEqual(leftovers(whole));
    await rm(warehouse, { recursive: true });
  };
  const waiting = Array.from({ length: steps }, (_, index) => index + 1);
  const work = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) await attempt(step);
  };
  await Promise.all([work(), work()]);
  expect([...seen].toSorted()).toEqual([before, after]);
  expect(repairs.length).toBeGreaterThan(0);
}, 1_200_000);

/** One process for all questions: a command for each would take most of the time. */
function startAsking(directory: string): (warehouse: string) => Promise<string> {
  const program = join(import.meta.dirname, "asker.mjs");
  const asker = spawn(process.execPath, ["--import", "tsx", program, directory, figures], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void asker.kill());
  const answers = createInterface({ input: asker.stdout })[Symbol.asyncIterator]();
  let previous: Promise<unknown> = Promise.resolve();
  return (warehouse) => {
    const answer = previous.then(async () => {
      asker.stdin.write(`${warehouse}\n`);
      return String((await answers.next()).value);
    });
    previous = answer;
    return answer;
  };
}

async function copyOf(from: string, to: string): Promise<string> {
  await cp(from, to, { recursive: true, preserveTimestamps: true });
  return to;
}

/** What lies in the lake, by name. */
function lakeOf(warehouse: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    parquetFiles(warehouse)
      .filter((file) => !file.includes("/bronze/"))
      .map((file) => [
        file.slice(warehouse.length),
        createHash("sha256").update(readFileSync(file)).digest("hex"),
      ]),
  );
}

function parquetFiles(warehouse: string): readonly string[] {
  return ["bronze", "silver", "gold"]
    .map((layer) => join(warehouse, layer))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .map((name) => join(folder, name))
        .filter((path) => statSync(path).isFile())
        .toSorted(),
    );
}

/** Parquet begins and ends with the same four letters. */
function isWhole(file: string): boolean {
  const bytes = readFileSync(file);
  return (
    bytes.length > 12 &&
    bytes.toString("latin1", 0, 4) === "PAR1" &&
    bytes.toString("latin1", bytes.length - 4) === "PAR1"
  );
}

/** What a run must not leave behind: objects of nobody, journals, staged files. */
function leftovers(warehouse: string): readonly string[] {
  const state = join(warehouse, ".indkpi");
  return readdirSync(state, { recursive: true, encoding: "utf8" })
    .filter((name) => !name.startsWith("parsed") && !name.startsWith("readers"))
    .toSorted();
}
