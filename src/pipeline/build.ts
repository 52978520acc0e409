import type { Database } from "../engine/database.ts";
import { describeSelect } from "../engine/select.ts";
import { withSettings } from "../engine/settings.ts";
import { startProgress } from "../lib/progress.ts";
import { bindRelation } from "./bind.ts";
import { buildByKey } from "./build-by-key.ts";
import { bronzeFiles, rowsOfBatches, sourceOf } from "./contents.ts";
import { bindInputs, keepParts, type BuildContext, type BuildOptions } from "./build-tools.ts";
import { daysAtOnce, stretches, type Day, type Stretch } from "./days.ts";
import { openOrder, type Graph, type GraphNode } from "./graph.ts";
import { runInLanes } from "./lanes.ts";
import { gainsByIds, listMachineIds, type MachineIds } from "./machine-ids.ts";
import type { Manifest, Part, TableState } from "./manifest.ts";
import { judge, type Reasons, type Verdict } from "./plan.ts";
import { isSameDay, readsOf } from "./reads.ts";
import type { Lanes } from "./session.ts";
import { buildRows } from "./stage-table.ts";
import { useThreads } from "./threads.ts";

/** A table that was built: how much of it, why, and what came of it. */
export interface BuiltTable {
  readonly relation: string;
  readonly reasons: Reasons;
  /** Days that were computed; none for a table that is one file. */
  readonly days: readonly Day[];
  /** Days whose content is not what it was. */
  readonly changedDays: readonly Day[];
  readonly rows: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** What a build made, staged and not yet visible to readers. */
export interface StagedBuild {
  /** The manifest as it is to be. */
  readonly manifest: Manifest;
  readonly built: readonly BuiltTable[];
  /** Where each new file lies, by `relation@day`. */
  readonly staged: ReadonlyMap<string, string>;
  /** Brings relations of the build into a session as they are to be, for checks to look; some days of them, or all. */
  readonly bind: (
    database: Database,
    wanted: Iterable<string>,
    stretchOf: (relation: string) => Stretch | undefined,
  ) => Promise<void>;
}

/** Parts are put in order where they are written; keeping one before that costs a tenth of a build. */
const buildSettings = { preserve_insertion_order: "false" };
/** DuckDB shares out row groups of 122,880 rows: a query on fewer than two is quicker without the company of threads. */
const rowsForOneThread = 250_000;
/** To list the ids of machines takes as long as they save in a table of so many rows. */
const rowsWorthIds = 250_000;

/**
 * Builds what is stale into the staging folder, each table from the newest state of its inputs, and as many at a time as
 * there are lanes.
 */
export async function buildStale(
  database: Database,
  lanes: Lanes,
  options: BuildOptions,
): Promise<StagedBuild> {
  const { graph, relations, effects } = options;
  const staged = new Map<string, string>();
  const built = new Map<string, BuiltTable>();
  const tables = tableNodes(graph, relations);
  const progress = startProgress({ label: "build", total: tables.size, unit: "tables", effects });
  let [busy, isSharing, isLarge] = [0, false, lanes.length === 1];
  let { manifest } = options;
  let listing: Promise<MachineIds | undefined> | undefined;
  const buildIfStale = async (node: GraphNode, lane: () => Promise<Database>): Promise<void> => {
    const { relation } = node.model;
    effects.signal.throwIfAborted();
    progress.advance(0, relation);
    const before = manifest;
    const verdict = judge(node, { ...options, manifest: before });
    if (verdict.isStale) {
      busy += 1;
      const dayRows = rowsPerDay(verdict, before);
      const rowsToRead = verdict.days.size * dayRows;
      isLarge ||= rowsToRead > rowsForOneThread;
      // Lanes are threads already. Until there is work for a second one, the first has the processors to itself.
      isSharing ||= busy > 1;
      if (isLarge) await useThreads(database, "all");
      else if (isSharing) await useThreads(database, "one");
      const startedAt = effects.now();
      const context = {
        ...options,
        database: await lane(),
        base: options.manifest,
        manifest: before,
        staged,
        stretchDays: daysAtOnce(dayRows),
        machineIds: undefined,
      };
      if (rowsToRead > rowsWorthIds) listing ??= idsOfDays(verdict, context);
      const state = await buildTable(node, verdict, { ...context, machineIds: await listing });
      const seconds = (effects.now() - startedAt) / 1000;
      built.set(relation, { ...outcome(node, verdict, before.tables[relation], state), seconds });
      manifest = { ...manifest, tables: { ...manifest.tables, [relation]: state } };
      busy -= 1;
    }
    progress.advance(1, relation);
  };
  await options.copies.dropUnused(database);
  try {
    await withSettings(database, buildSettings, () =>
      runInLanes({
        tasks: longestWayFirst(tables, graph),
        after: (node) => readsOf(node, graph).map(({ relation }) => relation),
        lanes,
        run: buildIfStale,
      }),
    );
  } finally {
    progress.finish();
  }
  const isOfBuild = new Set(relations);
  const bind: StagedBuild["bind"] = async (session, wanted, stretchOf) => {
    const binding = { ...options, manifest, staged };
    for (const relation of openOrder(graph, wanted)) {
      if (isOfBuild.has(relation)) {
        await bindRelation(session, relation, binding, { stretch: stretchOf(relation) });
      }
    }
  };
  const inOrder = [...tables.keys()].flatMap((relation) => built.get(relation) ?? []);
  return { manifest, built: inOrder, staged, bind };
}

/** The same tables, those first from which the most others follow one upon another: all else fits in beside them. */
function longestWayFirst(
  tables: ReadonlyMap<string, GraphNode>,
  graph: Graph,
): ReadonlyMap<string, GraphNode> {
  const ways = new Map<string, number>();
  for (const [relation, node] of [...tables].toReversed()) {
    const way = (ways.get(relation) ?? 0) + 1;
    ways.set(relation, way);
    for (const read of readsOf(node, graph)) {
      ways.set(read.relation, Math.max(ways.get(read.relation) ?? 0, way));
    }
  }
  return new Map([...tables].toSorted(([a], [b]) => (ways.get(b) ?? 0) - (ways.get(a) ?? 0)));
}

function tableNodes(graph: Graph, relations: readonly string[]): ReadonlyMap<string, GraphNode> {
  const found = new Map<string, GraphNode>();
  for (const relation of relations) {
    const node = graph.nodes.get(relation);
    if (node?.model.kind === "table") found.set(relation, node);
  }
  return found;
}

/**
 * The ids of the machines that telemetry of the days to be built tells of. Of telemetry that cannot be read, the table that
 * reads it says why.
 */
async function idsOfDays({ days }: Verdict, context: BuildContext): Promise<MachineIds | undefined> {
  const { database, graph } = context;
  const inOrder = [...days.keys()].toSorted();
  const stretch = { from: inOrder[0] ?? "", to: inOrder.at(-1) ?? "" };
  const sources = [...graph.nodes.values()].filter(({ model }) => model.kind === "source");
  const relations = sources.map(({ model }) => model.relation);
  try {
    for (const relation of relations) await bindRelation(database, relation, context, { stretch });
    return await listMachineIds(database, relations);
  } catch {
    return undefined;
  }
}

/**
 * Builds one table as far as it is stale. Gives its new state, its new files being staged. With numbers for ids of machines
 * if it can be; where one is not listed, or the SQL takes nothing but a text, with the texts.
 */
async function buildTable(node: GraphNode, verdict: Verdict, context: BuildContext): Promise<TableState> {
  if (context.machineIds === undefined || !gainsByIds(node, context.graph)) {
    return await buildParts(node, verdict, { ...context, machineIds: undefined });
  }
  return await buildParts(node, verdict, context).catch(
    async () => await buildParts(node, verdict, { ...context, machineIds: undefined }),
  );
}

async function buildParts(node: GraphNode, verdict: Verdict, context: BuildContext): Promise<TableState> {
  const before = context.manifest.tables[node.model.relation];
  const isEncoded = context.machineIds !== undefined;
  if (verdict.mode === "keyed") return await buildByKey(node, verdict, context);
  if (verdict.mode !== "daily") {
    await bindInputs(node, verdict, context, undefined);
    const rows = await buildRows(context.database, node, { isNamed: verdict.mode === "whole", isEncoded });
    const { parts } = await keepParts(node, verdict, context, { rows, days: undefined });
    return { dependencies: verdict.dependencies, columns: [...rows.columns], parts };
  }
  const parts: Record<Day, Part> = verdict.reasons.length > 0 ? {} : { ...before?.parts };
  let columns = before?.columns ?? [];
  // Who looks beyond a day builds days on which nothing changes.
  const isNamed = verdict.reads.some(({ window }) => window !== undefined && !isSameDay(window));
  for (const stretch of stretches(verdict.days.keys(), context.stretchDays)) {
    context.effects.signal.throwIfAborted();
    await bindInputs(node, verdict, context, stretch);
    const rows = await buildRows(context.database, node, { stretch, isNamed, isEncoded });
    const days = [...verdict.days.keys()].filter((day) => stretch.from <= day && day <= stretch.to);
    const kept = await keepParts(node, verdict, context, { rows, days });
    Object.assign(parts, kept.parts);
    columns = [...rows.columns];
  }
  if (columns.length === 0) {
    await bindInputs(node, verdict, { ...context, machineIds: undefined }, undefined);
    columns = await describeSelect(context.database, node.model.sql);
  }
  return { dependencies: verdict.dependencies, columns, parts };
}

/** How many rows a table that is built day by day reads for a day, on average. */
function rowsPerDay({ reads }: Verdict, manifest: Manifest): number {
  return reads
    .filter(({ window }) => window !== undefined && window !== "all")
    .map(({ relation }) => {
      const source = sourceOf(manifest, relation);
      if (source !== undefined) return rowsOfBatches(source.batches) / Math.max(1, bronzeFiles(source).size);
      const days = Object.values(manifest.tables[relation]?.parts ?? {});
      return days.reduce((sum, { rows }) => sum + rows, 0) / Math.max(1, days.length);
    })
    .reduce((sum, rows) => sum + rows, 0);
}

function outcome(
  { model }: GraphNode,
  { mode, reasons, days, changedInputs }: Verdict,
  before: TableState | undefined,
  after: TableState,
): Omit<BuiltTable, "seconds"> {
  const all = new Set([...Object.keys(before?.parts ?? {}), ...Object.keys(after.parts)]);
  const parts = Object.values(after.parts);
  const why = new Set([
    ...reasons,
    ...[...days.values()].flat(),
    ...[...changedInputs].flatMap(([relation, changed]) => changed.map((day) => `input ${relation}@${day}`)),
  ]);
  return {
    relation: model.relation,
    reasons: [...why],
    days: mode === "daily" ? [...days.keys()] : [],
    changedDays: [...all].filter((day) => contentOf(before, day) !== contentOf(after, day)).toSorted(),
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

function contentOf(state: TableState | undefined, day: Day): string {
  return state?.parts[day]?.contentId ?? "";
}
