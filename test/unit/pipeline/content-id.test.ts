import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import { hashFile, hashParquet } from "../../../src/pipeline/content-id.ts";
import { inMemory } from "../engine/in-memory.ts";

const directory = mkdtempSync(join(tmpdir(), "indkpi-test-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function hashesOf(select: string, metadata: string): Promise<ReturnType<typeof hashParquet>> {
  const file = join(directory, "rows.parquet");
  await inMemory(async (database) => {
    await database.run(
      `copy (${select}) to '${file}' (format parquet, compression zstd, kv_metadata {told: '${metadata}'})`,
    );
  });
  return hashParquet(file);
}

test("the rows of a file are told apart from what is told about them", async () => {
  const first = await hashesOf("select 1 as a", "version 1");
  const second = await hashesOf("select 1 as a", "version 2");
  expect(second.rows).toBe(first.rows);
  expect(second.file).not.toBe(first.file);
});

test.each<[string, string, string]>([
  ["another value", "select 1 as a", "select 2 as a"],
  ["another order", "select * from (values (1), (2)) as t(a)", "select * from (values (2), (1)) as t(a)"],
  ["one row more", "select 1 as a", "select 1 as a union all select 1"],
  ["a null", "select cast(null as integer) as a", "select 0 as a"],
  ["no row", "select 1 as a where false", "select 1 as a"],
])("other rows have another hash: %s", async (_, select, other) => {
  expect((await hashesOf(other, "")).rows).not.toBe((await hashesOf(select, "")).rows);
});

// 9 MB: more than is read at once.
test.each([0, 1, 9_000_000])("a file of %i bytes is hashed as a whole", (bytes) => {
  const file = join(directory, "any");
  writeFileSync(file, Buffer.alloc(bytes, "abc"));
  expect(hashFile(file)).toBe(createHash("sha256").update(readFileSync(file)).digest("hex"));
});
