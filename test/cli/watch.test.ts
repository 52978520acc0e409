import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";

import { runCli, temporaryWarehouse } from "../helpers/cli.ts";
import { build, builtFiles, site, writePlant } from "../helpers/plant.ts";
import { count, monday, mondayPlant, rowsOf } from "./monday-plant.ts";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const cycle = z.object({ rows: z.number(), changed_days: z.array(z.string()) });

interface Watcher {
  readonly cycles: readonly z.infer<typeof cycle>[];
  readonly stderr: () => string;
  /** Waits until something holds, at most 90 s. */
  readonly until: (what: () => boolean) => Promise<void>;
  /** Ctrl+C; gives the exit code. */
  readonly stop: () => Promise<number | null>;
}

function startWatch(warehouse: string): Watcher {
  const args = [cli, "watch", "--warehouse", warehouse, "--interval", "0.2", "--json"];
  const watch = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void watch.kill("SIGKILL"));
  let [stdout, stderr] = ["", ""];
  const cycles: z.infer<typeof cycle>[] = [];
  watch.stdout.on("data", (chunk: Buffer) => {
    const lines = `${stdout}${chunk.toString()}`.split("\n");
    stdout = lines.pop() ?? "";
    for (const line of lines) cycles.push(cycle.parse(JSON.parse(line)));
  });
  watch.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return {
    cycles,
    stderr: () => stderr,
    until: async (what) => {
      for (let wait = 0; !what() && wait < 900; wait += 1) await sleep(100);
      expect(what(), stderr).toBe(true);
    },
    stop: async () => {
      watch.kill("SIGINT");
      const [code]: unknown[] = await once(watch, "exit");
      return z.number().nullable().parse(code);
    },
  };
}

const figures = "select good_qty, performance from gold.oee_by_machine_day order by production_date";

test("watch takes in what a gateway appends, and ends at Ctrl+C", async () => {
  const warehouse = await mondayPlant();
  const { cycles, until, stop } = startWatch(warehouse);
  await until(() => cycles.length === 1);
  expect(cycles[0]).toMatchObject({ rows: 5 });
  const line = JSON.stringify(count("2026-01-06T07:45:00Z", 15, "c5"));
  await appendFile(join(warehouse, "landing", "monday.ndjson"), `${line}\n`);
  await until(() => cycles.length === 2);
  expect(cycles[1]).toMatchObject({ rows: 1, changed_days: ["2026-01-06"] });
  // 240 pieces of a minute in 480 minutes; 45 of them in the 105 minutes up to the last word.
  expect(await rowsOf(warehouse, figures)).toMatchObject([
    { good_qty: 240, performance: 0.5 },
    { good_qty: 45, performance: 45 / 105 },
  ]);
  expect(await stop()).toBe(130);
});

test("watch goes by the reference files as they are now, waits for mended ones, and lets others write", async () => {
  const warehouse = await mondayPlant();
  const { cycles, until, stop, stderr } = startWatch(warehouse);
  await until(() => cycles.length === 1);

  // The standard was 30 s all along.
  await writePlant(warehouse, site("M", { idealCycleS: 30 }), {});
  await until(() => cycles.length === 2);
  expect(cycles[1]).toMatchObject({ rows: 0, changed_days: ["2026-01-05", "2026-01-06"] });
  expect(await rowsOf(warehouse, figures)).toMatchObject([{ performance: 0.25 }, { performance: 0.25 }]);

  const wrong = site("M", { idealCycleS: -1 });
  await writePlant(warehouse, wrong, { "late.ndjson": [count("2026-01-05T11:00:00Z", 48, "c3")] });
  await until(() => stderr().includes("trying again"));
  expect(stderr()).toContain("standards.csv");
  expect(cycles).toHaveLength(2);
  await writePlant(warehouse, site("M", { idealCycleS: 30 }), {});
  await until(() => cycles.length === 3);
  expect(cycles[2]).toMatchObject({ rows: 1, changed_days: ["2026-01-05"] });

  // Somebody else builds meanwhile; the next cycle goes on from there.
  const more = [count("2026-01-06T07:50:00Z", 6, "c6")];
  await writePlant(warehouse, {}, { "more.ndjson": more });
  const other = await runCli(["build", "--warehouse", warehouse, "--wait", "60", "--quiet"]);
  expect(other).toMatchObject({ code: 0, stderr: "" });
  await writePlant(warehouse, {}, { "last.ndjson": [count("2026-01-06T07:55:00Z", 6, "c7")] });
  await until(() => cycles.some(({ rows: taken }, index) => index > 2 && taken === 1));
  expect(await stop()).toBe(130);

  const afresh = await temporaryWarehouse();
  await writePlant(afresh, site("M", { idealCycleS: 30 }), {
    "all.ndjson": [
      ...monday,
      count("2026-01-05T11:00:00Z", 48, "c3"),
      ...more,
      count("2026-01-06T07:55:00Z", 6, "c7"),
    ],
  });
  await build(afresh);
  await build(warehouse);
  expect(builtFiles(warehouse)).toEqual(builtFiles(afresh));
});

test("many small batches of one day are the same bytes as all at once, what is sent twice and what is late included", async () => {
  const warehouse = await mondayPlant();
  const { cycles, until, stop } = startWatch(warehouse);
  await until(() => cycles.length === 1);
  // A piece a minute from 07:01 on, each line with the one before it once more.
  const pieces = Array.from({ length: 12 }, (_, minute) =>
    count(`2026-01-06T07:${String(minute + 1).padStart(2, "0")}:00Z`, 1, `p${minute}`),
  );
  const sent = pieces.map((piece, index) => [pieces[index - 1] ?? piece, piece]);
  for (const [index, events] of sent.entries()) {
    const lines = events.map((event) => `${JSON.stringify(event)}\n`);
    await appendFile(join(warehouse, "landing", "stream.ndjson"), lines.join(""));
    await until(() => cycles.length === index + 2);
  }
  const late = count("2026-01-05T11:00:00Z", 24, "late");
  await appendFile(join(warehouse, "landing", "stream.ndjson"), `${JSON.stringify(late)}\n`);
  await until(() => cycles.length === 14);
  expect(await stop()).toBe(130);
  // 30 and 12 pieces of a minute in the 72 minutes up to the last word; on Monday 264 in 480 minutes.
  expect(await rowsOf(warehouse, figures)).toMatchObject([
    { good_qty: 264, performance: 0.55 },
    { good_qty: 42, performance: 42 / 72 },
  ]);

  const afresh = await temporaryWarehouse();
  await writePlant(afresh, site("M"), { "all.ndjson": [...monday, ...sent.flat(), late] });
  await build(afresh);
  expect(builtFiles(warehouse)).toEqual(builtFiles(afresh));
});
