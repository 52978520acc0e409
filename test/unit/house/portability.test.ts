import { expect, test } from "vitest";

import type { Database } from "../../../src/engine/database.ts";
import { prepareSession } from "../../../src/pipeline/bind.ts";
import { checkTypes, planGraph } from "../../../src/pipeline/graph.ts";
import { loadProject } from "../../../src/pipeline/project.ts";
import { sqlDirectory } from "../../../src/lib/paths.ts";
import { inMemory } from "../engine/in-memory.ts";
import { lateralAliases } from "./lateral-aliases.ts";
import { portabilityFaults } from "./portability-rules.ts";
import { sqlFiles } from "./sql-files.ts";
import { selectNode } from "./syntax-tree.ts";

/** Names and parameter counts of the functions that a dialect file defines. */
function definedFunctions(sql: string): Map<string, number> {
  const definitions = [...sql.matchAll(/^create (?:macro|temporary function) (\w+)\(([^)]*)\)/gm)];
  return new Map(
    definitions.map(([, name = "", parameters = ""]) => [
      name,
      parameters.trim() === "" ? 0 : parameters.split(",").length,
    ]),
  );
}

function dialectFile(name: string): string {
  const file = sqlFiles().find(({ path }) => path === `sql/dialects/${name}.sql`);
  if (file === undefined) throw new Error(`there is no sql/dialects/${name}.sql`);
  return file.sql;
}

const dialect = new Set(definedFunctions(dialectFile("duckdb")).keys());

async function faultsOf(database: Database, sql: string): Promise<string[]> {
  const top = await selectNode(database, sql);
  const aliases = await lateralAliases(database, top);
  return [
    ...portabilityFaults(sql, top, dialect),
    ...aliases.map((name) => `the column alias ${name} read beside it`),
  ];
}

test("every silver and gold model runs on other engines as it stands", async () => {
  const project = await loadProject(sqlDirectory());
  const faults = await inMemory(async (database) => {
    await prepareSession(database, project.dialect);
    await checkTypes(database, await planGraph(database, project));
    const found: string[] = [];
    for (const { file, sql, kind } of project.models.values()) {
      if (kind === "source" || /^--! dialect: duckdb$/m.test(sql)) continue;
      for (const fault of await faultsOf(database, sql)) found.push(`${file}: ${fault}`);
    }
    return found;
  });
  expect(faults).toStrictEqual([]);
});

test("both dialects define the same functions with as many parameters", () => {
  const duckdb = definedFunctions(dialectFile("duckdb"));
  expect(duckdb.size).toBeGreaterThan(10);
  expect(Object.fromEntries(definedFunctions(dialectFile("spark")))).toStrictEqual(
    Object.fromEntries(duckdb),
  );
  expect(dialectFile("duckdb").match(/^create/gm)).toHaveLength(duckdb.size);
  expect(dialectFile("spark").match(/^create/gm)).toHaveLength(duckdb.size);
});

test("a definition is read with its parameters, however it goes on", () => {
  expect([
    ...definedFunctions(
      "create macro f(a, b) as\n    a;\ncreate temporary function g() returns int return 1;\n",
    ),
  ]).toStrictEqual([
    ["f", 2],
    ["g", 0],
  ]);
});

const faulty: readonly (readonly [sql: string, fault: string])[] = [
  ["select cast(a as varchar) as b from t", "a cast to varchar"],
  ["select cast(a as decimal(9, 2)) as b from t", "a cast to decimal"],
  ["select cast(a as hugeint) as b from t", "a cast to hugeint"],
  ["select try_cast(s as bigint) as b from t", "try_cast"],
  ["select a::bigint as b from t", "a cast by ::"],
  ["select a // 2 as b from t", "whole division by //"],
  ['select "a" as b from t', "double quotes"],
  ["select ts + interval 8 hour as b from t", "an interval without quotes"],
  ["select ts + interval (8) hour as b from t", "an interval without quotes"],
  ["from t", "FROM before select"],
  ["with u as (from t) select a from u", "FROM before select"],
  ["select strftime(ts, '%Y') as b from t", "the function strftime"],
  ["select any_value(a) as b from t", "the function any_value"],
  ["select random() as b from t", "the function random"],
  ["select now() as b from t", "the function now"],
  ["select uuid() as b from t", "the function uuid"],
  ["select current_date as b from t", "current_date"],
  ["select s ilike 'x' as b from t", "the function ~~*"],
  ["select a ** 2 as b from t", "the function **"],
  ["select date_part('dow', ts) as b from t", "extract of dow"],
  ["select extract(epoch from ts) as b from t", "extract of epoch"],
  ["select unnest([a]) as b from t", "the function list_value"],
  ["select {'x': a} as b from t", "the function struct_pack"],
  ["select s[1] as b from t", "a list or struct access"],
  ["select a / b as c from t", "a division without nullif"],
  ["select a / 0 as c from t", "a division without nullif"],
  ["select cast(a as bigint) / 2 as c from t", "a division of whole numbers"],
  ["select 1.5 * a as b from t", "a decimal literal"],
  ["select a from t qualify row_number() over (order by a) = 1", "qualify"],
  ["select a, count(*) as n from t group by all", "group by all"],
  ["select a, b, count(*) as n from t group by rollup (a, b)", "grouping sets"],
  ["select * exclude (a) from t", "a star with exclude, replace or rename"],
  ["select * replace (1 as a) from t", "a star with exclude, replace or rename"],
  ["select * rename (a as z) from t", "a star with exclude, replace or rename"],
  ["select columns('a') from t", "columns()"],
  ["select distinct on (a) a, b from t order by b", "distinct on"],
  ["select a from t order by a", "order by at the top"],
  ["select a from t limit 3", "limit"],
  ["select a from (select a from t order by a limit 3) as u", "limit"],
  ["select a from t tablesample 10 percent", "a sample"],
  ["select t.a from t asof join t as u on t.a = u.a and t.ts >= u.ts", "a asof join"],
  ["select t.a from t natural join t as u", "a natural join"],
  ["select t.a from t positional join t as u", "a positional join"],
  ["select t.a from t semi join t as u on t.a = u.a", "a semi join"],
  ["select t.a from t inner join t as u using (a)", "a join with using"],
  ["select t.a from t inner join t as u on t.ts < u.ts", "a join without an equality"],
  ["select a from t union all by name select a from t", "union by name"],
  [
    "with recursive r as (select 1 as n union all select n + 1 from r where n < 3) select n from r",
    "a recursive CTE",
  ],
  ["select * from (pivot t on a in (1, 2) using sum(b)) as p", "pivot"],
  ["select g from range(3) as r(g)", "a table function"],
  ["select v from (values (1)) as r(v)", "values"],
  ["describe t", "describe, summarize or show"],
  ["select a from memory.main.t", "a relation with a catalog"],
  ["select main.t.a from main.t", "the three-part name main.t.a"],
  [
    "select last_value(a ignore nulls) over (order by ts rows unbounded preceding) as b from t",
    "ignore nulls",
  ],
  ["select sum(a) over (order by ts) as b from t", "sum over an order without a rows frame"],
  [
    "select sum(a) over (order by ts range between interval '1' hour preceding and current row) as b from t",
    "a range or groups frame",
  ],
  [
    "select sum(a) over (order by ts groups between 1 preceding and current row) as b from t",
    "a range or groups frame",
  ],
  [
    "select sum(a) over (order by ts rows unbounded preceding exclude current row) as b from t",
    "a frame with exclude",
  ],
  ["select lag(a) over (order by ts rows unbounded preceding) as b from t", "a frame on lag"],
  ["select row_number() over (partition by a) as b from t", "row_number without an order"],
  ["select row_number() over (order by 1) as b from t", "a window ordered by a constant"],
  ["select first_value(a) over (partition by b) as c from t", "first_value without an order"],
  ["select sum(a order by b) as c from t", "an order inside sum()"],
  ["select a as day from t", "the column name day"],
  ["select t.hour as b from (select a as hour from t) as t", "the column name hour"],
  ["select a as c, c + 1 as d from t", "the column alias c read beside it"],
  ["with u as (select a as c from t where c > 1) select c from u", "the column alias c read beside it"],
  ["select a as c, count(*) as n from t group by c", "the column alias c read beside it"],
];

const portable: readonly string[] = [
  "select a, b from t where s like 'it''s // \"::\" from x' -- limit 3 :: //",
  "select cast(sum(t.a) as bigint) as a, t.b from t inner join t as u on t.a = u.a and t.ts < u.ts group by t.b",
  "select ts + interval '8' hour as b, extract(year from ts) as year_no, timestamp '2026-01-05' as ts from t",
  "select cast(a as double) / nullif(cast(b as double), 0e0) as c, a / 2e0 as d from t",
  "select sum(a) over (partition by b order by ts rows between unbounded preceding and current row) as c from t",
  "select lag(a) over (order by ts) as b, count(*) over (partition by a) as n, sum(a) over () as m from t",
  "with a as (select a as c from t), b as (select c, c + 1 as d from a) select c as d from b where d > 1",
  "select coalesce(s, as_text(a), concat(s, 'x')) as s from t cross join (select 1 as z) as u where a in (select b from t)",
  "select a from t union all select b from t",
];

test("each rule bites", async () => {
  await withPlayground(async (database) => {
    for (const [sql, fault] of faulty) expect.soft(await faultsOf(database, sql), sql).toContain(fault);
  });
});

test("what is portable passes", async () => {
  await withPlayground(async (database) => {
    for (const sql of portable) expect.soft(await faultsOf(database, sql), sql).toStrictEqual([]);
  });
});

function withPlayground(work: (database: Database) => Promise<void>): Promise<void> {
  return inMemory(async (database) => {
    await prepareSession(database, dialectFile("duckdb"));
    await database.run("create table t(a bigint, b bigint, s varchar, ts timestamp)");
    await work(database);
  });
}
