import { expect, test } from "vitest";

import { parseSelect } from "../../../src/engine/select.ts";
import { inMemory } from "./in-memory.ts";

async function groupedColumnsOf(sql: string): Promise<readonly string[]> {
  return await inMemory(async (database) => {
    const outcome = await parseSelect(database, sql);
    if (outcome.kind === "refused") throw new Error(outcome.message);
    return outcome.select.groupedColumns;
  });
}

test.each<[string, string, string[]]>([
  ["columns", "select a, b, count(*) as n from s.t group by a, b", ["a", "b"]],
  ["qualified columns", "select t.a, max(b) as b from s.t as t group by t.a", ["a"]],
  ["a column under another name", "select a as x, count(*) as n from s.t group by a", ["x"]],
  ["an expression", "select cast(a as date) as d, count(*) as n from s.t group by cast(a as date)", ["d"]],
  ["a filter on the groups", "select a, count(*) as n from s.t group by a having count(*) > 1", ["a"]],
  ["the common table read whole", "with final as (select a from s.t group by a) select * from final", ["a"]],
])("rows are told apart by %s", async (_, sql, columns) => {
  await expect(groupedColumnsOf(sql)).resolves.toEqual(columns);
});

test.each([
  ["nothing is grouped", "select a from s.t"],
  ["everything is one row", "select count(*) as n from s.t"],
  ["a key is left out", "select a, count(*) as n from s.t group by a, b"],
  ["a key is only part of what is shown", "select a + 1 as a, count(*) as n from s.t group by a"],
  ["keys repeat over several groupings", "select a, b, count(*) as n from s.t group by rollup (a, b)"],
  ["of one set among several", "select a, count(*) as n from s.t group by grouping sets ((a), ())"],
  ["the keys are not named", "select a, count(*) as n from s.t group by all"],
  ["two groupings are put together", "select a from s.t group by a union all select a from s.u group by a"],
  ["the common table is joined", "with x as (select a from s.t group by a) select * from x, s.u"],
  ["a column is left out on the way", "with x as (select a, b from s.t group by a, b) select a from x"],
  [
    "a column is replaced on the way",
    "with x as (select a from s.t group by a) select * replace (1 as a) from x",
  ],
  ["names change on the way", "with x(b) as (select a from s.t group by a) select * from x"],
  ["a table has the name of a common table", "with x as (select a from s.t group by a) select * from s.x"],
])("nothing is promised where %s", async (_, sql) => {
  await expect(groupedColumnsOf(sql)).resolves.toEqual([]);
});
