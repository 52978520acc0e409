import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test, type TestContext } from "vitest";

import type { Database } from "../../../src/engine/database.ts";
import type { Graph, GraphNode } from "../../../src/pipeline/graph.ts";
import { bindReference } from "../../../src/pipeline/reference-relations.ts";
import {
  defineMachineIds,
  encodeIds,
  gainsByIds,
  listMachineIds,
  type MachineIds,
} from "../../../src/pipeline/machine-ids.ts";
import { readReference } from "../../../src/pipeline/reference/read.ts";
import { buildRows, writePart } from "../../../src/pipeline/stage-table.ts";
import { tinyGraph, withTinyGraph, type TinyModels } from "./tiny-project.ts";

const columns = [
  { name: "machine_id", type: "VARCHAR" },
  { name: "n", type: "INTEGER" },
];
const rows =
  "select * from (values ('b', 1), ('a', 2), ('B', 3), (null, 4), ('a''b', 5)) as t(machine_id, n)";

/** A session in which telemetry names a few machines, and no reference file does. */
async function withIds<T>(
  models: TinyModels,
  work: (ids: MachineIds, database: Database, graph: Graph) => Promise<T>,
): Promise<T> {
  const telling = { ...models, "bronze.telemetry": "select line_text as machine_id from landing.telemetry" };
  return await withTinyGraph(telling, async (graph, database) => {
    await bindReference(database, await readReference(join(tmpdir(), "indkpi-no-such-folder")));
    await database.run(`create view bronze.telemetry as ${rows}; create view bronze.others as select 1 as n`);
    const ids = await listMachineIds(database, ["bronze.telemetry", "bronze.others"]);
    if (ids === undefined) throw new Error("no ids are listed");
    await defineMachineIds(database, ids);
    return await work(ids, database, graph);
  });
}

function modelOf({ nodes }: Graph): GraphNode {
  const node = nodes.get("silver.a");
  if (node === undefined) throw new Error("the model is not in the graph");
  return node;
}

async function temporaryFile({ onTestFinished }: TestContext, name: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "indkpi-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return join(directory, name);
}

test("ids are listed in the order of their bytes, each once", async () => {
  await withIds({}, ({ values }) => Promise.resolve(expect(values).toEqual(["B", "a", "a'b", "b"])));
});

test.each([
  ["nobody", "select * from (values ('a')) as t(machine_id) where false"],
  ["only null", "select cast(null as varchar) as machine_id"],
  ["more machines than a plant has", "select cast(i as varchar) as machine_id from range(10001) as t(i)"],
])("no ids are listed of %s", async (_, select) => {
  await withTinyGraph({}, async (__, database) => {
    await bindReference(database, await readReference(join(tmpdir(), "indkpi-no-such-folder")));
    await database.run(`create view bronze.telemetry as ${select}`);
    expect(await listMachineIds(database, ["bronze.telemetry"])).toBeUndefined();
  });
});

test("ids as numbers are the same ids in the same order, and null stays null", async () => {
  await withIds({}, async (ids, database) => {
    const encoded = encodeIds(rows, columns, ids);
    expect(
      await database.rows(
        `select cast(machine_id as varchar) as id, n from (${encoded}) order by machine_id, n`,
      ),
    ).toEqual(await database.rows(`select machine_id as id, n from (${rows}) order by machine_id, n`));
    expect(
      await database.rows(`select distinct typeof(machine_id) like 'ENUM%' as is_enum from (${encoded})`),
    ).toEqual([{ is_enum: true }]);
  });
});

test("an id that is not listed fails, and rows without ids are left as they are", async () => {
  await withIds({}, async (ids, database) => {
    await expect(database.rows(encodeIds("select 'x' as machine_id, 1 as n", columns, ids))).rejects.toThrow(
      /x/,
    );
  });
  expect(encodeIds("select 1 as n", columns.slice(1), { type: "t", values: [] })).toBe("select 1 as n");
  expect(encodeIds("select 1 as n", columns, undefined)).toBe("select 1 as n");
});

test.each<[boolean, string, TinyModels]>([
  [true, "reads rows", { "silver.a": { sql: "select machine_id from bronze.t", grain: "machine_id" } }],
  [
    false,
    "has no machine in its grain",
    { "silver.a": { sql: "select machine_id from bronze.t", grain: "none" } },
  ],
  [
    false,
    "hashes",
    { "silver.a": { sql: "select machine_id, hash(machine_id) as h from bronze.t", grain: "machine_id" } },
  ],
  [
    false,
    "counts by hashes",
    {
      "silver.a": {
        sql: "select n, approx_count_distinct(machine_id) as machine_id from bronze.t group by n",
        grain: "n, machine_id",
      },
    },
  ],
  [
    false,
    "hashes in a view",
    {
      "silver.v": { sql: "select machine_id, hash(machine_id) as h from bronze.t", kind: "view" },
      "silver.a": { sql: "select * from silver.v", grain: "machine_id" },
    },
  ],
  [
    false,
    "hashes in a member of a collection",
    {
      "silver.part_one": { sql: "select machine_id, typeof(machine_id) as h from bronze.t", kind: "view" },
      "silver.a": {
        sql: "select * from silver.parts",
        grain: "machine_id",
        collect: "silver.parts = silver.part_*",
      },
    },
  ],
  [
    true,
    "reads what a table hashed",
    {
      "silver.t": { sql: "select machine_id, hash(machine_id) as h from bronze.t", grain: "machine_id" },
      "silver.a": { sql: "select * from silver.t", grain: "machine_id" },
    },
  ],
])("numbers for ids are of use (%s) to a model that %s", async (isOfUse, _, models) => {
  const graph = await tinyGraph({ "bronze.t": "select line_text as machine_id from landing.t", ...models });
  const node = modelOf(graph);
  expect(gainsByIds(node, graph)).toBe(isOfUse);
});

test("a file is the same bytes whether ids were numbers or texts", async (context) => {
  const sql = "select * from bronze.telemetry where n != 4";
  const files = [await temporaryFile(context, "texts"), await temporaryFile(context, "numbers")];
  await withIds({ "silver.a": { sql, grain: "machine_id" } }, async (ids, database, graph) => {
    const node = modelOf(graph);
    const built = [];
    for (const [index, file] of files.entries()) {
      const isEncoded = index === 1;
      if (isEncoded)
        await database.run(`create or replace view bronze.telemetry as ${encodeIds(rows, columns, ids)}`);
      const found = await buildRows(database, node, { isNamed: true, isEncoded });
      const [part] = found.parts;
      if (part === undefined) throw new Error("there is no part");
      await writePart(database, node.model, part, { rows: found, file, fingerprint: "f" });
      built.push(found);
    }
    const [texts, numbers] = built;
    expect(numbers?.encoded).toEqual(["machine_id"]);
    expect(texts?.encoded).toEqual([]);
    expect(numbers?.columns).toEqual(texts?.columns);
    expect(numbers?.parts).toEqual(texts?.parts);
  });
  const [texts, numbers] = await Promise.all(files.map((file) => readFile(file)));
  expect(numbers?.equals(texts ?? Buffer.alloc(0))).toBe(true);
});

test("ids inside a list are refused as numbers, and taken as texts", async () => {
  const sql = "select n, [machine_id] as ids from bronze.telemetry";
  await withIds({ "silver.a": { sql, grain: "n" } }, async (ids, database, graph) => {
    const node = modelOf(graph);
    const { columns: found } = await buildRows(database, node, { isEncoded: false });
    expect(found.map(({ type }) => type)).toEqual(["INTEGER", "VARCHAR[]"]);
    await database.run(`create or replace view bronze.telemetry as ${encodeIds(rows, columns, ids)}`);
    await expect(buildRows(database, node, { isEncoded: true })).rejects.toThrow(/ids holds an enum/);
  });
});
