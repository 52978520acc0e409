import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { warehousePaths, type WarehousePaths } from "../../../src/lib/paths.ts";
import { fingerprintOf } from "../../../src/pipeline/fingerprint.ts";
import type { Graph } from "../../../src/pipeline/graph.ts";
import type { Manifest } from "../../../src/pipeline/manifest.ts";
import { judge, planBuilds, type PlanInputs } from "../../../src/pipeline/plan.ts";
import { tinyGraph, type TinyModels } from "./tiny-project.ts";

const models: TinyModels = {
  "bronze.telemetry": "select line_text from landing.telemetry",
  "silver.events": { kind: "view", sql: "select line_text from bronze.telemetry" },
  "silver.counts": "select count(*) as n from silver.events",
  "silver.machines": "select machine_id from reference.machines",
  "gold.top": "select n, machine_id from silver.counts cross join silver.machines",
  "gold.shown": { kind: "view", sql: "select n from gold.top" },
};
const inputs: PlanInputs = { engineVersion: "v1", referenceIds: new Map([["machines", "m1"]]) };

interface World {
  readonly graph: Graph;
  readonly paths: WarehousePaths;
  readonly manifest: Manifest;
  readonly inputs: PlanInputs;
  readonly isFullRefresh: boolean;
}

/** A warehouse in which everything has just been built. */
async function freshWorld(): Promise<World> {
  const root = mkdtempSync(join(tmpdir(), "indkpi-plan-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const paths = warehousePaths(root);
  const graph = await tinyGraph(models);
  let world: World = {
    graph,
    paths,
    inputs,
    isFullRefresh: false,
    manifest: { formatVersion: 1, sources: {}, outputs: {} },
  };
  for (const [relation, node] of graph.nodes) {
    if (node.model.kind !== "table") continue;
    const { parts } = judge(node, world);
    const file = `${relation.replace(".", "/")}.parquet`;
    const output = {
      file,
      fingerprint: fingerprintOf(parts),
      parts,
      contentId: `content of ${relation}`,
      rows: 1,
      bytes: 4,
    };
    mkdirSync(join(root, file, ".."), { recursive: true });
    writeFileSync(join(root, file), "PAR1");
    world = {
      ...world,
      manifest: { ...world.manifest, outputs: { ...world.manifest.outputs, [relation]: output } },
    };
  }
  return world;
}

/** What would be built, and why. */
function planned(world: World, relations = [...world.graph.nodes.keys()]): Record<string, readonly string[]> {
  return Object.fromEntries(planBuilds(relations, world).map(({ relation, reasons }) => [relation, reasons]));
}

function without({ outputs, ...rest }: Manifest, relation: string): Manifest {
  return {
    ...rest,
    outputs: Object.fromEntries(Object.entries(outputs).filter(([name]) => name !== relation)),
  };
}

test("nothing is stale after a build, and views never are", async () => {
  expect(planned(await freshWorld())).toStrictEqual({});
});

test("what is not there yet is new, and its readers follow", async () => {
  const world = await freshWorld();
  expect(planned({ ...world, manifest: { formatVersion: 1, sources: {}, outputs: {} } })).toStrictEqual({
    "silver.counts": ["new"],
    "silver.machines": ["new"],
    "gold.top": ["new"],
  });
  expect(planned({ ...world, manifest: without(world.manifest, "silver.counts") })).toStrictEqual({
    "silver.counts": ["new"],
    "gold.top": ["input silver.counts"],
  });
});

test("only what is asked for is planned", async () => {
  const world = await freshWorld();
  expect(planned({ ...world, isFullRefresh: true }, ["silver.counts"])).toStrictEqual({
    "silver.counts": ["forced"],
  });
});

test("a full refresh forces everything", async () => {
  expect(planned({ ...(await freshWorld()), isFullRefresh: true })).toStrictEqual({
    "silver.counts": ["forced"],
    "silver.machines": ["forced"],
    "gold.top": ["forced", "input silver.counts", "input silver.machines"],
  });
});

test("a file that is gone or of another size is made anew", async () => {
  const world = await freshWorld();
  rmSync(join(world.paths.silver, "counts.parquet"));
  expect(planned(world)).toStrictEqual({
    "silver.counts": ["missing file"],
    "gold.top": ["input silver.counts"],
  });
  writeFileSync(join(world.paths.silver, "counts.parquet"), "PAR");
  expect(planned(world)).toStrictEqual({
    "silver.counts": ["damaged file"],
    "gold.top": ["input silver.counts"],
  });
});

test("new telemetry makes stale what reads it, through views", async () => {
  const world = await freshWorld();
  const batch = {
    id: "b1",
    ingestedAt: "",
    contentIds: [],
    files: [],
    rows: 1,
    quarantined: 0,
    bytes: 1,
    firstDate: null,
    lastDate: null,
  };
  const manifest = { ...world.manifest, sources: { telemetry: { landed: [], batches: [batch] } } };
  expect(planned({ ...world, manifest })).toStrictEqual({
    "silver.counts": ["input bronze.telemetry"],
    "gold.top": ["input silver.counts"],
  });
});

test("a changed reference table makes its readers stale", async () => {
  const world = await freshWorld();
  const referenceIds = new Map([["machines", "m2"]]);
  expect(planned({ ...world, inputs: { ...inputs, referenceIds } })).toStrictEqual({
    "silver.machines": ["input reference.machines"],
    "gold.top": ["input silver.machines"],
  });
});

test("a new engine makes everything stale", async () => {
  const reasons = planned({ ...(await freshWorld()), inputs: { ...inputs, engineVersion: "v2" } });
  expect(reasons["silver.counts"]).toStrictEqual(["engine"]);
  expect(Object.keys(reasons)).toHaveLength(3);
});

test("changed SQL makes the model stale; a changed view its readers", async () => {
  const world = await freshWorld();
  const graph = await tinyGraph({
    ...models,
    "silver.counts": "select 1 + count(*) as n from silver.events",
  });
  expect(planned({ ...world, graph })["silver.counts"]).toStrictEqual(["sql"]);
  const viewChanged = await tinyGraph({
    ...models,
    "silver.events": { kind: "view", sql: "select line_text from bronze.telemetry where line_text != ''" },
  });
  expect(planned({ ...world, graph: viewChanged })["silver.counts"]).toStrictEqual(["view silver.events"]);
});

test("once an input is built, its reader is judged by the bytes that came out", async () => {
  const world = await freshWorld();
  const node = world.graph.nodes.get("gold.top");
  const counts = world.manifest.outputs["silver.counts"];
  if (node === undefined || counts === undefined) throw new Error("the plant of this test is broken");
  const rebuilt = (contentId: string): Manifest => ({
    ...world.manifest,
    outputs: { ...world.manifest.outputs, "silver.counts": { ...counts, contentId, fingerprint: "other" } },
  });
  expect(judge(node, { ...world, manifest: rebuilt(counts.contentId) })).toMatchObject({
    isStale: false,
    reasons: [],
  });
  expect(judge(node, { ...world, manifest: rebuilt("other bytes") })).toMatchObject({
    isStale: true,
    reasons: ["input silver.counts"],
  });
});
