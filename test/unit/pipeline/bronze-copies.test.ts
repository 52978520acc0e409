import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import type { Database } from "../../../src/engine/database.ts";
import { bronzeCopies } from "../../../src/pipeline/bronze-copies.ts";
import { inMemory } from "../engine/in-memory.ts";

const directory = mkdtempSync(join(tmpdir(), "indkpi-test-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const select = (files: readonly string[]): string =>
  `select * from read_parquet([${files.map((file) => `'${file}'`).join(", ")}])`;

/** Files of one row each, which holds the number of the file. */
async function filesOf(database: Database, count: number): Promise<readonly string[]> {
  const files = Array.from({ length: count }, (_, number) => join(directory, `${number}.parquet`));
  for (const [number, file] of files.entries())
    await database.run(`copy (select ${number} as n) to '${file}'`);
  return files;
}

async function numbersIn(database: Database, table: string | undefined): Promise<unknown> {
  const rows = await database.rows(`select n from ${table ?? "no_copy"} order by n`);
  return rows.map(({ n }) => n);
}

test("a copy has the rows of many files, each once, also those that come later, in all sessions", async () => {
  await inMemory(async (database) => {
    const copies = bronzeCopies();
    const files = await filesOf(database, 12);
    const lane = await database.fork();
    const of = (count: number) => ({
      name: "day",
      files: files.slice(0, count),
      countRows: () => count,
      select,
    });
    const asked = [database, lane].map(async (session) => await copies.tableOf(session, of(8)));
    const [table, sameTable] = await Promise.all(asked);
    expect(sameTable).toBe(table);
    expect(await numbersIn(lane, table)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);

    await copies.dropUnused(database);
    const grown = [database, lane, lane].map(async (session) => await copies.tableOf(session, of(12)));
    expect(new Set(await Promise.all(grown))).toEqual(new Set([table]));
    expect(await numbersIn(lane, table)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });
});

test("few files, many rows, files that went and a third choice of days are read from the files", async () => {
  await inMemory(async (database) => {
    const copies = bronzeCopies();
    const files = await filesOf(database, 9);
    const wanted = { name: "day", files, countRows: () => 9, select };
    expect(await copies.tableOf(database, { ...wanted, files: files.slice(0, 7) })).toBeUndefined();
    expect(await copies.tableOf(database, { ...wanted, countRows: () => 250_001 })).toBeUndefined();
    expect(await copies.tableOf(database, { ...wanted, countRows: () => 250_000 })).toBeDefined();
    expect(await copies.tableOf(database, { ...wanted, files: files.slice(1) })).toBeUndefined();
    expect(await copies.tableOf(database, { ...wanted, name: "second" })).toBeDefined();
    expect(await copies.tableOf(database, { ...wanted, name: "third" })).toBeUndefined();
  });
});

test("a copy that was not asked for is dropped, one that was stays", async () => {
  await inMemory(async (database) => {
    const copies = bronzeCopies();
    const files = await filesOf(database, 8);
    const wanted = { name: "day", files, countRows: () => 8, select };
    const table = await copies.tableOf(database, wanted);
    await copies.dropUnused(database);
    expect(await numbersIn(database, table)).toHaveLength(8);
    await copies.dropUnused(database);
    await expect(numbersIn(database, table)).rejects.toThrow("does not exist");
    expect(await numbersIn(database, await copies.tableOf(database, wanted))).toHaveLength(8);
  });
});

test("of a file that cannot be read there is no copy, and after the next start there is one again", async () => {
  await inMemory(async (database) => {
    const copies = bronzeCopies();
    const files = await filesOf(database, 8);
    const table = await copies.tableOf(database, { name: "day", files, countRows: () => 8, select });
    const gone = [...files, join(directory, "gone.parquet")];
    expect(
      await copies.tableOf(database, { name: "day", files: gone, countRows: () => 9, select }),
    ).toBeUndefined();
    await copies.dropUnused(database);
    const anew = await copies.tableOf(database, { name: "day", files, countRows: () => 8, select });
    expect(anew).not.toBe(table);
    expect(await numbersIn(database, anew)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});
