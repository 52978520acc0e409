import { expect, test } from "vitest";

import { buildMode, daysRead, daysReading, readsOf, type Read } from "../../../src/pipeline/reads.ts";
import { tinyGraph, type TinyModels } from "./tiny-project.ts";

const byDay = (sql: string, window?: string) => ({
  sql,
  partition: "utc_date",
  ...(window === undefined ? {} : { window }),
});

const models: TinyModels = {
  "bronze.telemetry": "select line_text from landing.telemetry",
  "silver.words": { kind: "view", sql: "select * from bronze.telemetry", window: "bronze.telemetry -1..1" },
  "silver.events": { kind: "view", sql: "select * from silver.words" },
  "silver.machines": "select * from reference.machines",
  "silver.daily": byDay("select * from silver.events cross join silver.machines"),
  "silver.wide": byDay("select * from silver.events", "bronze.telemetry 0..2"),
  "silver.context": byDay("select * from silver.daily", "silver.daily all"),
  "silver.days": byDay("select * from silver.machines"),
  "silver.again": { ...byDay("select * from silver.daily"), keys: "unit_hash" },
  "gold.total": "select count(*) as n from silver.daily",
};

async function readsIn(relation: string): Promise<{ reads: readonly Read[]; mode: string }> {
  const graph = await tinyGraph(models);
  const node = graph.nodes.get(relation);
  if (node === undefined) throw new Error(`no ${relation}`);
  const reads = readsOf(node, graph);
  return { reads, mode: buildMode(node, reads) };
}

test("a table reads what is stored below its views, and their windows add to its own", async () => {
  expect(await readsIn("silver.daily")).toStrictEqual({
    mode: "daily",
    reads: [
      { relation: "bronze.telemetry", window: { fromDays: -1, toDays: 1 } },
      { relation: "silver.machines", window: undefined },
    ],
  });
  expect((await readsIn("silver.wide")).reads).toStrictEqual([
    { relation: "bronze.telemetry", window: { fromDays: -1, toDays: 3 } },
  ]);
});

test("a table is built by day, as a whole, key by key, or is one file", async () => {
  expect((await readsIn("silver.context")).mode).toBe("whole");
  expect((await readsIn("silver.days")).mode).toBe("whole");
  expect((await readsIn("silver.again")).mode).toBe("keyed");
  expect((await readsIn("gold.total")).mode).toBe("single");
  expect((await readsIn("silver.machines")).mode).toBe("single");
});

test("a window says which days of an input a run of days reads, and which days read a day", () => {
  const window = { fromDays: -1, toDays: 2 };
  const stretch = { from: "2026-01-05", to: "2026-01-06" };
  expect(daysRead(window, stretch)).toStrictEqual({ from: "2026-01-04", to: "2026-01-08" });
  expect(daysRead("all", stretch)).toBeUndefined();
  expect(daysRead(window, undefined)).toBeUndefined();
  expect(daysReading(window, "2026-01-05")).toStrictEqual([
    "2026-01-03",
    "2026-01-04",
    "2026-01-05",
    "2026-01-06",
  ]);
  expect(daysReading("all", "2026-01-05")).toStrictEqual([]);
});
