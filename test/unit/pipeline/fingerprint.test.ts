import { expect, test } from "vitest";

import {
  changedDependencies,
  codeDependencies,
  codeFingerprint,
  type Dependencies,
} from "../../../src/pipeline/fingerprint.ts";
import { tinyGraph, type TinyModel, type TinyModels } from "./tiny-project.ts";

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

async function codeOf(
  changes: TinyModels = {},
  { macros = dialect, engineVersion = "v1" } = {},
): Promise<Dependencies> {
  const graph = await tinyGraph({ ...models, ...changes }, macros);
  const node = graph.nodes.get("gold.top");
  if (node === undefined) throw new Error("no gold.top");
  return codeDependencies(node, graph, engineVersion);
}

test("a table depends on its SQL, the engine and the views it reads", async () => {
  expect(Object.keys(await codeOf()).toSorted()).toStrictEqual([
    "engine",
    "sql",
    "view silver.seen",
    "view silver.seen_again",
  ]);
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
  expect(changedDependencies(await codeOf(), await codeOf(changes, { macros }))).toStrictEqual([]);
});

const split: TinyModel = { grain: "id", partition: "utc_date", sql: top };

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
  ["another day to split by", { "gold.top": { ...split, partition: "made_on" } }, dialect, ["sql"]],
  ["a wider window", { "gold.top": { ...split, window: "silver.base -1..0" } }, dialect, ["sql"]],
  ["a key", { "gold.top": { ...split, keys: "id" } }, dialect, ["sql"]],
];

test.each(changed)("%s makes it stale", async (_, changes, macros, parts) => {
  expect(changedDependencies(await codeOf(), await codeOf(changes, { macros }))).toStrictEqual(parts);
});

test("the engine makes it stale", async () => {
  expect(changedDependencies(await codeOf(), await codeOf({}, { engineVersion: "v2" }))).toStrictEqual([
    "engine",
  ]);
});

const withSources = (sources: TinyModels): TinyModels => ({
  ...sources,
  "gold.top": {
    sql: "select * from silver.source_events",
    collect: "silver.source_events = silver.events_*",
  },
});

test("a collection counts as its members", async () => {
  const one = await codeOf(withSources({ "silver.events_a": { kind: "view", sql: "select 1 as a" } }));
  const two = await codeOf(
    withSources({
      "silver.events_a": { kind: "view", sql: "select 1 as a" },
      "silver.events_b": { kind: "view", sql: "select 2 as a" },
    }),
  );
  expect(changedDependencies(one, two)).toStrictEqual(["view silver.events_b"]);
});

test("the fingerprint of the code is of names and values, in whatever order, and leaves inputs out", () => {
  const dependencies = { sql: "a", engine: "b", "input silver.x": "c" };
  expect(codeFingerprint({ "input silver.x": "d", engine: "b", sql: "a" })).toBe(
    codeFingerprint(dependencies),
  );
  expect(codeFingerprint({ sql: "b", engine: "a" })).not.toBe(codeFingerprint(dependencies));
  expect(codeFingerprint({ ...dependencies, sql: "d" })).not.toBe(codeFingerprint(dependencies));
  expect(codeFingerprint(dependencies)).toMatch(/^[0-9a-f]{64}$/);
});
