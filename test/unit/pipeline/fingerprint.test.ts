import { expect, test } from "vitest";

import {
  bronzeContentId,
  changedParts,
  codeFingerprint,
  fingerprintOf,
  fingerprintParts,
  type FingerprintParts,
} from "../../../src/pipeline/fingerprint.ts";
import type { Batch } from "../../../src/pipeline/manifest.ts";
import { tinyGraph, type TinyModels } from "./tiny-project.ts";

const dialect = `-- Functions.
create macro twice(x) as x * 2;
create macro fourfold(x) as twice(twice(x));
create macro unused(x) as x;
`;

const models: TinyModels = {
  "silver.base": "select cast(machine_id as varchar) as id from reference.machines",
  "silver.seen": { kind: "view", sql: "select id, fourfold(2) as n from silver.base" },
  "silver.seen_again": { kind: "view", sql: "select id, n from silver.seen" },
  "gold.top": { grain: "id", sql: "select id, n from silver.seen_again where n > 1" },
};

const contentIds = new Map([
  ["reference.machines", "m1"],
  ["silver.base", "b1"],
]);

async function partsOf(
  changes: TinyModels = {},
  { macros = dialect, engineVersion = "v1", ids = contentIds } = {},
): Promise<FingerprintParts> {
  const graph = await tinyGraph({ ...models, ...changes }, macros);
  const node = graph.nodes.get("gold.top");
  if (node === undefined) throw new Error("no gold.top");
  return fingerprintParts(node, { graph, engineVersion, contentIdOf: (relation) => ids.get(relation) });
}

test("a table depends on its SQL, the engine, the views it reads and the tables below them", async () => {
  const parts = await partsOf();
  expect(Object.keys(parts).toSorted()).toStrictEqual([
    "engine",
    "input silver.base",
    "sql",
    "view silver.seen",
    "view silver.seen_again",
  ]);
  expect(parts["input silver.base"]).toBe("b1");
});

const top = "select id, n from silver.seen_again where n > 1";

const unchanged: readonly (readonly [what: string, changes: TinyModels, macros: string])[] = [
  ["a comment", { "gold.top": { grain: "id", sql: `-- why\n${top} -- because` } }, dialect],
  [
    "layout",
    { "gold.top": { grain: "id", sql: "select id,\n    n\nfrom silver.seen_again\nwhere (n > 1)" } },
    dialect,
  ],
  [
    "a comment in a view below",
    { "silver.seen": { kind: "view", sql: "select id, fourfold(2) as n from silver.base -- x" } },
    dialect,
  ],
  ["a comment among the functions", {}, dialect.replace("-- Functions.", "-- Other words.")],
  ["a function that nobody calls", {}, dialect.replace("unused(x) as x", "unused(x) as x + 1")],
  [
    "the SQL of a table below, for its content counts",
    { "silver.base": "select 'x' as id from reference.machines" },
    dialect,
  ],
];

test.each(unchanged)("%s leaves a table as it is", async (_, changes, macros) => {
  expect(changedParts(await partsOf(), await partsOf(changes, { macros }))).toStrictEqual([]);
});

const changed: readonly (readonly [
  what: string,
  changes: TinyModels,
  macros: string,
  parts: readonly string[],
])[] = [
  [
    "a condition",
    { "gold.top": { grain: "id", sql: "select id, n from silver.seen_again where n > 2" } },
    dialect,
    ["sql"],
  ],
  ["the grain", { "gold.top": { grain: "id, n", sql: top } }, dialect, ["sql"]],
  ["a key that may be null", { "gold.top": { grain: "id?", sql: top } }, dialect, ["sql"]],
  ["the version", { "gold.top": { grain: "id", version: 2, sql: top } }, dialect, ["sql"]],
  [
    "the SQL of a view",
    { "silver.seen_again": { kind: "view", sql: "select id, n + 1 as n from silver.seen" } },
    dialect,
    ["view silver.seen_again"],
  ],
  [
    "the SQL of a view below a view",
    { "silver.seen": { kind: "view", sql: "select id, 3 as n from silver.base" } },
    dialect,
    ["view silver.seen"],
  ],
  [
    "the version of a view",
    { "silver.seen_again": { kind: "view", version: 2, sql: "select id, n from silver.seen" } },
    dialect,
    ["view silver.seen_again"],
  ],
  ["a function that a view calls", {}, dialect.replace("twice(twice(x))", "twice(x)"), ["view silver.seen"]],
  ["a function that such a function calls", {}, dialect.replace("x * 2", "x + x"), ["view silver.seen"]],
  [
    "a further input",
    {
      "gold.top": {
        grain: "id",
        sql: "select seen_again.id, n from silver.seen_again cross join reference.lines",
      },
    },
    dialect,
    ["input reference.lines", "sql"],
  ],
];

test.each(changed)("%s makes it stale", async (_, changes, macros, parts) => {
  expect(changedParts(await partsOf(), await partsOf(changes, { macros }))).toStrictEqual(parts);
});

test("the engine and the content of an input make it stale, and only they are named", async () => {
  const before = await partsOf();
  expect(changedParts(before, await partsOf({}, { engineVersion: "v2" }))).toStrictEqual(["engine"]);
  const rebuilt = await partsOf({}, { ids: new Map([["silver.base", "b2"]]) });
  expect(changedParts(before, rebuilt)).toStrictEqual(["input silver.base"]);
  const absent = await partsOf({}, { ids: new Map() });
  expect(absent["input silver.base"]).toBe("absent");
  expect(fingerprintOf(absent)).not.toBe(fingerprintOf(before));
});

const withSources = (sources: TinyModels): TinyModels => ({
  ...sources,
  "gold.top": {
    sql: "select * from silver.source_events",
    collect: "silver.source_events = silver.events_*",
  },
});

test("a collection counts as its members", async () => {
  const one = await partsOf(withSources({ "silver.events_a": { kind: "view", sql: "select 1 as a" } }));
  const two = await partsOf(
    withSources({
      "silver.events_a": { kind: "view", sql: "select 1 as a" },
      "silver.events_b": { kind: "view", sql: "select 2 as a" },
    }),
  );
  expect(changedParts(one, two)).toStrictEqual(["view silver.events_b"]);
});

test("a fingerprint is of names and values, in whatever order; that of the code leaves inputs out", () => {
  const parts = { sql: "a", engine: "b", "input silver.x": "c" };
  expect(fingerprintOf({ "input silver.x": "c", engine: "b", sql: "a" })).toBe(fingerprintOf(parts));
  expect(fingerprintOf({ sql: "b", engine: "a", "input silver.x": "c" })).not.toBe(fingerprintOf(parts));
  expect(codeFingerprint({ ...parts, "input silver.x": "d" })).toBe(codeFingerprint(parts));
  expect(codeFingerprint({ ...parts, sql: "d" })).not.toBe(codeFingerprint(parts));
  expect(fingerprintOf(parts)).toMatch(/^[0-9a-f]{64}$/);
});

test("bronze is its batches, in whatever order they came", () => {
  expect(bronzeId("a", "b")).toBe(bronzeId("b", "a"));
  expect(bronzeId("a")).not.toBe(bronzeId("a", "b"));
  expect(bronzeContentId({ formatVersion: 1, sources: {}, outputs: {} }, "bronze.telemetry")).toBe(
    bronzeId(),
  );
});

function bronzeId(...batchIds: readonly string[]): string {
  const batches = batchIds.map((id): Batch => ({
    id,
    ingestedAt: "",
    contentIds: [],
    files: [],
    rows: 0,
    quarantined: 0,
    bytes: 0,
    firstDate: null,
    lastDate: null,
  }));
  return bronzeContentId(
    { formatVersion: 1, sources: { telemetry: { landed: [], batches } }, outputs: {} },
    "bronze.telemetry",
  );
}
