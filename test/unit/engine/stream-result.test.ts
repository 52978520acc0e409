import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { withDatabase, type Database } from "../../../src/engine/database.ts";
import { streamResult } from "../../../src/engine/result.ts";
import { StatementFailure } from "../../../src/engine/statement-failure.ts";
import { rowBatches, type ResultRow } from "../../../src/lib/result.ts";
import { inMemory } from "./in-memory.ts";

async function readAll(database: Database, sql: string): Promise<ResultRow[]> {
  const rows: ResultRow[] = [];
  for await (const batch of rowBatches((await streamResult(database, sql)).rows)) rows.push(...batch);
  return rows;
}

test("a result comes with names and kinds, repeated and odd names as they are", async () => {
  await inMemory(async (database) => {
    const { columns } = await streamResult(
      database,
      `select 1 as a, 2e0 as a, 'x' as "a b", date '2026-01-05' as d, timestamp '2026-01-05' as t, true as "?",
      [1] as l, 1.5 as m, null as n -- the end`,
    );
    expect(columns).toStrictEqual([
      { name: "a", kind: "integer" },
      { name: "a", kind: "double" },
      { name: "a b", kind: "text" },
      { name: "d", kind: "date" },
      { name: "t", kind: "timestamp" },
      { name: "?", kind: "boolean" },
      { name: "l", kind: "other" },
      { name: "m", kind: "double" },
      { name: "n", kind: "integer" },
    ]);
  });
});

test("rows come in order, all of them, over many batches and threads", async () => {
  await withDatabase(
    { spillDirectory: join(tmpdir(), "indkpi-test-spill"), threads: 4 },
    async (database) => {
      const rows = await readAll(database, "select n, n as n from range(100000) as r(n) order by n desc");
      expect(rows).toHaveLength(100000);
      expect(rows.every(([first, second], index) => first === 99999 - index && second === first)).toBe(true);
      // A batch is 2,048 rows: the row that marks the end is alone in its own.
      expect(await readAll(database, "from range(2048)")).toHaveLength(2048);
    },
  );
});

test.each([
  ["no rows", "select 1 where false", []],
  ["a row of nulls", "select null, null", [[null, null]]],
  ["a row that ends in true", "select 1, true", [[1, true]]],
  ["values", "values (1), (2)", [[1], [2]]],
  ["a description", "describe select 1 as n", [["n", "INTEGER", "YES", null, null, null]]],
  ["an order and a limit", "from range(9) as r(n) order by n desc limit 2", [[8], [7]]],
  ["a CTE and a comment at the end", "with a as (select 1) select * from a -- here", [[1]]],
  ["nested values", "select [1, 2], {'a': null}", [[[1, 2], { a: null }]]],
])("%s", async (_, sql, rows) => {
  await inMemory(async (database) => {
    expect(await readAll(database, sql)).toStrictEqual(rows);
  });
});

test("a failure after the first rows is told, not taken for the end", async () => {
  await inMemory(async (database) => {
    const sql = "select cast(if(n < 500000, '1', 'x') as int) as v from range(1000000) as r(n)";
    const rows: ResultRow[] = [];
    const reading = (async () => {
      for await (const batch of rowBatches((await streamResult(database, sql)).rows)) rows.push(...batch);
    })();
    const failure: unknown = await reading.catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(StatementFailure);
    expect(failure).toMatchObject({
      message: expect.stringMatching(/^Conversion Error: Could not convert string/),
      position: 7,
    });
    expect(rows.length).toBeLessThan(1000000);
  });
});

test("a statement that does not fit is refused at once, with its own place", async () => {
  await inMemory(async (database) => {
    const failure: unknown = await streamResult(database, "select 1,\n nope").catch(
      (thrown: unknown) => thrown,
    );
    expect(failure).toMatchObject({ name: "StatementFailure", position: 11 });
  });
});

test("an interrupted result is an interruption", async () => {
  const controller = new AbortController();
  const options = { spillDirectory: join(tmpdir(), "indkpi-test-spill"), signal: controller.signal };
  await withDatabase(options, async (database) => {
    const { rows } = await streamResult(database, "select n from range(100000000) as r(n)");
    const reading = (async () => {
      for await (const _ of rowBatches(rows)) controller.abort(new Error("enough"));
    })();
    await expect(reading).rejects.toThrow("enough");
  });
});
