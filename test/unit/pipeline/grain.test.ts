import { expect, test } from "vitest";

import { buildRows } from "../../../src/pipeline/stage-table.ts";
import { withTinyGraph } from "./tiny-project.ts";

async function buildTable(grain: string, sql: string): Promise<number> {
  return await withTinyGraph({ "silver.a": { sql, grain } }, async ({ nodes }, database) => {
    const node = nodes.get("silver.a");
    if (node === undefined) throw new Error("the model is not in the graph");
    const { parts } = await buildRows(database, node);
    return parts.reduce((sum, { rows }) => sum + rows, 0);
  });
}

test.each<[string, string, string, number]>([
  ["one row a key", "a", "select * from (values (1), (2)) as t(a)", 2],
  ["two columns together", "a, b", "select * from (values (1, 1), (1, 2)) as t(a, b)", 2],
  ["a null where null may be", "a?", "select * from (values (1), (null)) as t(a)", 2],
  ["no row at all", "a", "select * from (values (1)) as t(a) where false", 0],
  ["whatever there is without a grain", "none", "select * from (values (1), (1), (null)) as t(a)", 3],
  ["groups by the grain", "a", "select a, count(*) as n from (values (1), (1)) as t(a) group by a", 1],
])("a grain holds: %s", async (_, grain, select, rows) => {
  await expect(buildTable(grain, select)).resolves.toBe(rows);
});

test.each<[string, string, string, string]>([
  ["a key twice", "a", "select * from (values (1), (2), (1)) as t(a)", '{"a":1,"row_count":2}'],
  ["two nulls", "a?", "select * from (values (null), (null)) as t(a)", '{"a":null,"row_count":2}'],
  ["a null", "a, b", "select * from (values (1, null), (1, 2)) as t(a, b)", '{"a":1,"b":null,"row_count":0}'],
  [
    "a null among groups",
    "a",
    "select a, count(*) as n from (values (1), (null)) as t(a) group by a",
    '{"a":null,"row_count":0}',
  ],
  [
    "groups by more than the grain",
    "a",
    "select a, b, count(*) as n from (values (1, 1), (1, 2)) as t(a, b) group by a, b",
    '{"a":1,"row_count":2}',
  ],
])("a grain is refused: %s", async (_, grain, select, row) => {
  await expect(buildTable(grain, select)).rejects.toMatchObject({
    code: "GRAIN_BROKEN",
    message: expect.stringContaining(`the grain of silver.a does not identify a row: ${row}`),
  });
});
