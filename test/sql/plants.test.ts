import { readdirSync, readFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { test } from "vitest";
import { z } from "zod";

import { runCli, temporaryWarehouse } from "../helpers/cli.ts";
import { askLake } from "../helpers/lake.ts";

const FOLDERS = ["plants", "iso"].map((name) => fileURLToPath(new URL(`./${name}/`, import.meta.url)));
const TOLERANCE = 1e-12;
const BUCKETS = [
  "running_ms",
  "unscheduled_ms",
  "planned_stop_ms",
  "no_data_ms",
  "setup_ms",
  "breakdown_ms",
  "starved_ms",
  "blocked_ms",
  "minor_stop_ms",
  "other_stop_ms",
];
/** Holds for every plant: every millisecond lies in exactly one bucket. */
const LEDGER = {
  sql: `select * from gold.fact_oee where calendar_ms != ${BUCKETS.join(" + ")}`,
  rows: [],
};

const Rows = z.array(z.record(z.string(), z.unknown()));
const Plant = z.object({
  title: z.string(),
  why: z.string(),
  arithmetic: z.array(z.string()),
  queries: z.array(z.object({ sql: z.string(), rows: Rows })),
});

const cases = FOLDERS.flatMap((folder) =>
  readdirSync(folder).map((name) => {
    const directory = `${folder}${name}/`;
    const plant = Plant.parse(JSON.parse(readFileSync(`${directory}expected.json`, "utf8")));
    return { ...plant, name, directory };
  }),
);

/** Integers exactly, a double that differs only in its last digits as the expected one. */
function settle(actual: unknown, expected: unknown): unknown {
  if (typeof actual !== "number" || typeof expected !== "number") return actual;
  if (Number.isInteger(actual) && Number.isInteger(expected)) return actual;
  return Math.abs(actual - expected) <= TOLERANCE * Math.abs(expected) ? expected : actual;
}

for (const { name, title, directory, queries } of cases) {
  // Of the context, so that a soft failure is booked to its own test and not to another running beside it.
  test.concurrent(`${name}: ${title}`, async ({ expect, onTestFinished }) => {
    const warehouse = await temporaryWarehouse(onTestFinished);
    await cp(directory, warehouse, { recursive: true, filter: (path) => !path.endsWith("expected.json") });
    const build = await runCli(["build", "--warehouse", warehouse, "--no-progress", "--quiet"]);
    expect(build.code, build.stderr).toBe(0);

    const questions = [...queries, LEDGER];
    const answers = await askLake(
      warehouse,
      questions.map(({ sql }) => sql),
    );
    for (const [questionNo, { sql, rows }] of questions.entries()) {
      const settled = (answers[questionNo] ?? []).map((row, index) =>
        Object.fromEntries(
          Object.entries(row).map(([key, value]) => [key, settle(value, rows[index]?.[key])]),
        ),
      );
      expect.soft(settled, sql).toStrictEqual(rows);
    }
  });
}
