import { linkSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { warehousePaths, type WarehousePaths } from "../../../src/lib/paths.ts";
import { hashFile } from "../../../src/pipeline/content-id.ts";
import {
  emptyManifest,
  type Batch,
  type Manifest,
  type Part,
  type TableState,
} from "../../../src/pipeline/manifest.ts";
import { judge, type JudgeOptions, type PlanInputs } from "../../../src/pipeline/plan.ts";
import { planBuilds } from "../../../src/pipeline/planned-builds.ts";
import { lakeFile, lookWhenAsked, objectFile } from "../../../src/pipeline/table-files.ts";
import { tinyGraph, type TinyModels } from "./tiny-project.ts";

const models: TinyModels = {
  "bronze.telemetry": "select line_text from landing.telemetry",
  "silver.events": { kind: "view", sql: "select line_text from bronze.telemetry" },
  "silver.counts": { sql: "select count(*) as n from silver.events", partition: "utc_date" },
  "silver.machines": "select machine_id from reference.machines",
  "silver.context": {
    sql: "select n from silver.counts",
    partition: "utc_date",
    window: "silver.counts all",
  },
  "gold.top": {
    sql: "select n, machine_id from silver.counts cross join silver.machines cross join silver.context",
    partition: "production_date",
    window: "silver.counts -1..1, silver.context 0..0",
  },
  "gold.total": "select n from gold.top",
  "gold.shown": { kind: "view", sql: "select n from gold.top" },
};
const inputs: PlanInputs = { engineVersion: "v1", referenceIds: new Map([["machines", "m1"]]) };
const days = ["2026-01-05", "2026-01-06", "2026-01-07"];

type World = JudgeOptions & { readonly paths: WarehousePaths };

/** A warehouse in which everything has just been built, from a batch for each of three days. */
async function freshWorld(): Promise<World> {
  const root = mkdtempSync(join(tmpdir(), "indkpi-plan-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const paths = warehousePaths(root);
  const graph = await tinyGraph(models);
  const sources = { telemetry: { landed: [], batches: days.map((day) => batch(`b${day}`, day)) } };
  let world: World = {
    graph,
    paths,
    inputs,
    isFullRefresh: false,
    faultsOf: lookWhenAsked(paths),
    manifest: { ...emptyManifest, sources },
  };
  for (const [relation, node] of graph.nodes) {
    if (node.model.kind !== "table") continue;
    const { dependencies, mode, inputsOf } = judge(node, world);
    const built = mode === "single" ? [""] : days;
    const parts = Object.fromEntries(
      built.map((day) => [day, writtenPart(world, relation, day, mode === "daily" ? inputsOf(day) : "")]),
    );
    const empty = mode === "daily" ? emptyDays(world, relation) : {};
    world = withTable(world, relation, { dependencies, columns: [], parts: { ...empty, ...parts } });
  }
  return world;
}

function batch(id: string, day: string): Batch {
  const files = [`bronze/telemetry/event_date=${day}/${id}_0.parquet`];
  return {
    id,
    ingestedAt: "",
    contentIds: [],
    files,
    rows: 1,
    quarantined: 0,
    bytes: 1,
    firstDate: day,
    lastDate: day,
  };
}

function writtenPart({ paths }: World, relation: string, day: string, read: string): Part {
  const content = `PAR1 ${relation} ${day}`;
  const at = new Date(1_700_000_000_000);
  const path = join(paths.root, lakeFile(relation, day));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  utimesSync(path, at, at);
  const sha256 = hashFile(path);
  const object = join(paths.root, objectFile(relation, day, { sha256 }));
  mkdirSync(dirname(object), { recursive: true });
  writeFileSync(object, content);
  utimesSync(object, at, at);
  const { size, mtimeMs } = statSync(path);
  return {
    contentId: `${relation}@${day}`,
    sha256,
    rows: 1,
    bytes: size,
    modifiedMs: mtimeMs,
    inputs: read,
  };
}

/** The days around, which a build has found to be empty. */
function emptyDays(world: World, relation: string): Record<string, Part> {
  const node = world.graph.nodes.get(relation);
  if (node === undefined) return {};
  const verdict = judge(node, world);
  const around = [...verdict.days.keys()].filter((day) => !days.includes(day));
  return Object.fromEntries(
    around.map((day) => [
      day,
      { contentId: "", sha256: "", rows: 0, bytes: 0, modifiedMs: 0, inputs: verdict.inputsOf(day) },
    ]),
  );
}

function withTable(world: World, relation: string, state: TableState): World {
  return {
    ...world,
    manifest: { ...world.manifest, tables: { ...world.manifest.tables, [relation]: state } },
  };
}

function tableOf({ manifest }: World, relation: string): TableState {
  const state = manifest.tables[relation];
  if (state === undefined) throw new Error(`no ${relation}`);
  return state;
}

function partOf(world: World, relation: string, day: string): Part {
  const part = tableOf(world, relation).parts[day];
  if (part === undefined) throw new Error(`no ${relation}@${day}`);
  return part;
}

/** What would be built, as `relation@day` and why. */
function planned(world: World, relations = [...world.graph.nodes.keys()]): Record<string, readonly string[]> {
  return Object.fromEntries(
    planBuilds(relations, world).map(({ relation, partition, reasons }) => [
      partition === null ? relation : `${relation}@${partition}`,
      reasons,
    ]),
  );
}

function withBatch(world: World, id: string, day: string): World {
  const { telemetry } = world.manifest.sources;
  const batches = [...(telemetry?.batches ?? []), batch(id, day)];
  const manifest: Manifest = { ...world.manifest, sources: { telemetry: { landed: [], batches } } };
  return { ...world, manifest };
}

test("nothing is stale after a build, and views never are", async () => {
  expect(planned(await freshWorld())).toStrictEqual({});
});

test("what is not there yet is new, day by day where it is built by day", async () => {
  const world = await freshWorld();
  const manifest: Manifest = { ...world.manifest, tables: {} };
  const plan = planned({ ...world, manifest });
  expect(plan["silver.counts@2026-01-05"]).toStrictEqual(["new"]);
  expect(plan["silver.context"]).toStrictEqual(["new"]);
  expect(plan["gold.total"]).toStrictEqual(["new"]);
  // A day before and a day after are read as well, so days around have to be looked at.
  expect(Object.keys(plan).filter((name) => name.startsWith("gold.top"))).toStrictEqual([
    "gold.top@2026-01-04",
    "gold.top@2026-01-05",
    "gold.top@2026-01-06",
    "gold.top@2026-01-07",
    "gold.top@2026-01-08",
  ]);
});

test("only what is asked for is planned", async () => {
  const world = { ...(await freshWorld()), isFullRefresh: true };
  expect(planned(world, ["silver.machines"])).toStrictEqual({ "silver.machines": ["forced"] });
});

test("new telemetry of a day makes that day stale, and the days that look at it", async () => {
  const plan = planned(withBatch(await freshWorld(), "late", "2026-01-06"));
  expect(plan).toStrictEqual({
    "silver.counts@2026-01-06": ["input bronze.telemetry@2026-01-06"],
    "silver.context": ["input silver.counts"],
    "gold.top@2026-01-05": ["input silver.counts@2026-01-06"],
    "gold.top@2026-01-06": ["input silver.context@2026-01-06", "input silver.counts@2026-01-06"],
    "gold.top@2026-01-07": ["input silver.counts@2026-01-06"],
    "gold.total": ["input gold.top"],
  });
});

test("once an input is built, its readers are judged by the content that came out", async () => {
  const world = withBatch(await freshWorld(), "late", "2026-01-06");
  const node = world.graph.nodes.get("gold.top");
  const counts = tableOf(world, "silver.counts");
  if (node === undefined) throw new Error("no gold.top");
  expect(judge(node, world).isStale).toBe(false);
  const part = { ...partOf(world, "silver.counts", "2026-01-06"), contentId: "other" };
  const rebuilt = withTable(world, "silver.counts", {
    ...counts,
    parts: { ...counts.parts, "2026-01-06": part },
  });
  expect(Object.fromEntries(judge(node, rebuilt).days)).toStrictEqual({
    "2026-01-05": ["input silver.counts@2026-01-04..2026-01-06"],
    "2026-01-06": ["input silver.counts@2026-01-05..2026-01-07"],
    "2026-01-07": ["input silver.counts@2026-01-06..2026-01-08"],
  });
});

test("a file that is gone or was changed is made anew, and only that one", async () => {
  const world = await freshWorld();
  const path = join(world.paths.root, lakeFile("silver.counts", "2026-01-06"));
  rmSync(path);
  expect(planned(world)["silver.counts@2026-01-06"]).toStrictEqual(["missing file"]);
  expect(planned(world)["silver.counts@2026-01-05"]).toBeUndefined();
  writeFileSync(path, "PAR");
  expect(planned(world)["silver.counts@2026-01-06"]).toStrictEqual(["damaged file"]);
  const { bytes } = partOf(world, "silver.counts", "2026-01-06");
  writeFileSync(path, "x".repeat(bytes));
  expect(planned(world)["silver.counts@2026-01-06"]).toStrictEqual(["damaged file"]);
});

test("a file under its other name is looked at as well, whether both are one on disk or not", async () => {
  const world = await freshWorld();
  const part = partOf(world, "silver.counts", "2026-01-06");
  const shown = join(world.paths.root, lakeFile("silver.counts", "2026-01-06"));
  const object = join(world.paths.root, objectFile("silver.counts", "2026-01-06", part));
  const elsewhere = join(world.paths.root, "backup.parquet");
  const found = (): unknown => planned(world)["silver.counts@2026-01-06"];
  writeFileSync(object, "PAR");
  expect(found()).toStrictEqual(["damaged file"]);
  rmSync(object);
  expect(found()).toStrictEqual(["missing file"]);
  linkSync(shown, object);
  expect(found()).toBeUndefined();
  // The bytes of one are those of the other.
  writeFileSync(object, "x".repeat(part.bytes));
  expect(found()).toStrictEqual(["damaged file"]);
  writeFileSync(object, `PAR1 silver.counts 2026-01-06`);
  expect(found()).toBeUndefined();
  // A third name does not stand in for it.
  linkSync(shown, elsewhere);
  rmSync(object);
  expect(found()).toStrictEqual(["missing file"]);
});

test("a copied warehouse, whose files have other times, is not stale", async () => {
  const world = await freshWorld();
  const path = join(world.paths.root, lakeFile("silver.counts", "2026-01-06"));
  utimesSync(path, new Date(), new Date());
  expect(planned(world)).toStrictEqual({});
});

test("a changed reference table makes its readers stale, all days of them", async () => {
  const world = await freshWorld();
  const plan = planned({ ...world, inputs: { ...inputs, referenceIds: new Map([["machines", "m2"]]) } });
  expect(plan["silver.machines"]).toStrictEqual(["input reference.machines"]);
  expect(plan["gold.top@2026-01-05"]).toStrictEqual(["input silver.machines"]);
  expect(plan["silver.counts@2026-01-05"]).toBeUndefined();
});

test("a new engine makes everything stale, and a full refresh forces it", async () => {
  const world = await freshWorld();
  const engine = planned({ ...world, inputs: { ...inputs, engineVersion: "v2" } });
  expect(engine["silver.counts@2026-01-05"]).toStrictEqual(["engine"]);
  expect(engine["silver.machines"]).toStrictEqual(["engine"]);
  const forced = planned({ ...world, isFullRefresh: true });
  expect(forced["silver.counts@2026-01-05"]).toStrictEqual(["forced"]);
  expect(forced["silver.machines"]).toStrictEqual(["forced"]);
});

test("changed SQL makes the model stale; a changed view its readers; layout nothing", async () => {
  const world = await freshWorld();
  const withCounts = async (sql: string): Promise<Record<string, readonly string[]>> =>
    planned({
      ...world,
      graph: await tinyGraph({ ...models, "silver.counts": { sql, partition: "utc_date" } }),
    });
  expect(await withCounts("select count(*) as n -- all\nfrom silver.events")).toStrictEqual({});
  expect(
    (await withCounts("select 1 + count(*) as n from silver.events"))["silver.counts@2026-01-07"],
  ).toStrictEqual(["sql"]);
  const changedView = await tinyGraph({
    ...models,
    "silver.events": { kind: "view", sql: "select line_text from bronze.telemetry where line_text != ''" },
  });
  expect(planned({ ...world, graph: changedView })["silver.counts@2026-01-07"]).toStrictEqual([
    "view silver.events",
  ]);
});
