import { expect, test } from "vitest";

import { describeSelect, emptyRelation, parseSelect, parseSelects } from "../../../src/engine/select.ts";
import { inMemory } from "./in-memory.ts";

test("a NUL, which DuckDB takes for the end of the text, is refused in its place; the others are read", async () => {
  await inMemory(async (database) => {
    const outcomes = await parseSelects(database, ["select 1 from gold.a", "select 'ä\0'", "\0"]);
    expect(outcomes).toMatchObject([
      { kind: "parsed" },
      { kind: "refused", message: "a NUL character cannot stand in SQL", position: 10 },
      { kind: "refused", position: 0 },
    ]);
  });
});

const inputCases: readonly (readonly [what: string, sql: string, inputs: readonly string[]])[] = [
  ["nothing", "select 1", []],
  ["one table", "select * from gold.a", ["gold.a"]],
  ["each table once, sorted", "select * from gold.b, gold.a, gold.b as c", ["gold.a", "gold.b"]],
  ["a table without a schema", "select * from a", ["a"]],
  ["the schema of three-part names", "select * from memory.gold.a", ["gold.a"]],
  ["names whatever their case and quotes", `select * from GOLD."Fact" join gold.FACT on true`, ["gold.fact"]],
  ["no CTE", "with a as (select * from gold.x) select * from a", ["gold.x"]],
  ["a CTE named like the table it reads", "with a as (select * from a) select * from a", ["a"]],
  ["a CTE that hides only the bare name", "with a as (select 1) select * from a, gold.a", ["gold.a"]],
  ["a CTE whatever its case", `with "A" as (select 1) select * from a`, []],
  [
    "a table read before the CTE of that name",
    "with a as (select * from b), b as (select 1) select * from a, b",
    ["b"],
  ],
  ["CTEs seen by later CTEs", "with a as (select 1), b as (select * from a) select * from b", []],
  ["an inner CTE only inside", "select * from (with a as (select 1) select * from a) as s, a", ["a"]],
  [
    "an outer CTE inside a subquery",
    "with a as (select 1) select (select max(1) from a), (select 1 from b)",
    ["b"],
  ],
  [
    "an inner CTE over an outer one",
    "with a as (select * from x) select * from (with a as (select * from y) select * from a)",
    ["x", "y"],
  ],
  [
    "in, exists and scalar subqueries",
    "select (select 1 from a) from b where x in (select 1 from c) and exists (from d)",
    ["a", "b", "c", "d"],
  ],
  [
    "every join",
    "select * from a join b using (x) natural join c asof join d on a.t >= d.t cross join e",
    ["a", "b", "c", "d", "e"],
  ],
  ["lateral subqueries", "select * from a, lateral (select * from b where b.x = a.x) as l", ["a", "b"]],
  [
    "both sides of unions",
    "select 1 from a union all select 1 from b except select 1 from c",
    ["a", "b", "c"],
  ],
  ["a CTE under a union", "with a as (select 1) select * from a union all select * from b", ["b"]],
  [
    "itself in no recursive CTE",
    "with recursive r as (select 1 as n from a union all select n + 1 from r) select * from r",
    ["a"],
  ],
  [
    "no recursion where only the keyword says so",
    "with recursive a as (select * from gold.a) select * from a",
    ["gold.a"],
  ],
  [
    "a table of that name below a recursive CTE inside",
    "with a as (with recursive r as (select 1 as n union all select n + 1 from r) select * from r, a) select * from a",
    ["a"],
  ],
  ["materialized CTEs", "with a as materialized (select * from b) select * from a", ["b"]],
  ["quoted names with dots and spaces", `select * from gold."a b.c"`, ["gold.a b.c"]],
  ["files as the bare names that they are", "select * from 'x.parquet'", ["x.parquet"]],
  ["what is described", "describe gold.a", ["gold.a"]],
  ["what is summarised", "summarize select * from gold.a", ["gold.a"]],
  ["what is pivoted", "pivot gold.a on x in (1, 2) using sum(y)", ["gold.a"]],
  ["FROM-first", "from gold.a", ["gold.a"]],
];

test("the inputs of a SELECT are its base tables, not its CTEs", async () => {
  await inMemory(async (database) => {
    for (const [what, sql, inputs] of inputCases) {
      const outcome = await parseSelect(database, sql);
      expect.soft(outcome.kind === "parsed" ? outcome.select.inputs : outcome, what).toStrictEqual(inputs);
    }
  });
});

test("functions are named wherever they stand, table functions and window functions among them", async () => {
  await inMemory(async (database) => {
    const outcome = await parseSelect(
      database,
      "with a as (select lower(x) from range(3)) select sum(y) over (order by upper(z)) from a where abs(w) > 1",
    );
    expect(outcome).toMatchObject({
      kind: "parsed",
      select: { functions: ["abs", "lower", "range", "sum", "upper"] },
    });
  });
});

test("comments and layout do not change what a statement says, everything else does", async () => {
  await inMemory(async (database) => {
    const ids = (
      await parseSelects(database, [
        "select a, 'x  y' from t where b = 1",
        "-- why\nselect   a,\n    'x  y'\nfrom t /* all */ where (b = 1)",
        "select a, 'x y' from t where b = 1",
        "select a, 'x  y' from t where b = 2",
        "select a, 'x  y' from t where b = 9007199254740992",
        "select a, 'x  y' from t where b = 9007199254740993",
        `select a, '"query_location":7' from t where b = 1`,
        `select a, '"query_location":8' from t where b = 1`,
      ])
    ).map((outcome) => (outcome.kind === "parsed" ? outcome.select.syntaxId : ""));
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(7);
  });
});

test("many statements keep their order, and one that is refused does not hurt its neighbours", async () => {
  await inMemory(async (database) => {
    const outcomes = await parseSelects(database, ["select 1 from a", "selec 1", "select 'it''s' from b"]);
    expect(outcomes).toMatchObject([
      { kind: "parsed", select: { inputs: ["a"] } },
      { kind: "refused" },
      { kind: "parsed", select: { inputs: ["b"] } },
    ]);
    expect(await parseSelects(database, [])).toStrictEqual([]);
  });
});

test("a syntax error comes with its place in bytes", async () => {
  await inMemory(async (database) => {
    // `select 'ää' frm ` is 16 characters, 18 bytes.
    expect(await parseSelect(database, "select 'ää' frm x y")).toStrictEqual({
      kind: "refused",
      message: 'syntax error at or near "x"',
      position: 18,
    });
  });
});

test.each([
  ["two statements", "select 1; select 2"],
  ["none", "-- nothing"],
  ["create", "create table t as select 1"],
  ["copy", "copy (select 1) to 'x.csv'"],
  ["insert", "insert into t values (1)"],
  ["set", "set threads = 1"],
  ["attach", "attach 'x.db'"],
  ["pragma", "pragma database_list"],
  ["call", "call duckdb_settings()"],
  ["pivot with an open list", "pivot t on a using sum(b)"],
])("%s is refused", async (_, sql) => {
  await inMemory(async (database) => {
    expect(await parseSelect(database, sql)).toMatchObject({ kind: "refused", position: null });
  });
});

test("a description gives names and types without running anything", async () => {
  await inMemory(async (database) => {
    const sql = `select 1::bigint as n, 'x' as "a b", cast(error('never run') as date) as d`;
    const columns = await describeSelect(database, sql);
    expect(columns).toStrictEqual([
      { name: "n", type: "BIGINT" },
      { name: "a b", type: "VARCHAR" },
      { name: "d", type: "DATE" },
    ]);
    expect(await describeSelect(database, emptyRelation(columns))).toStrictEqual(columns);
    expect(await database.rows(emptyRelation(columns))).toStrictEqual([]);
  });
});
