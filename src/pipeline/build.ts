import type { Database } from "../engine/database.ts";
import { describeSelect } from "../engine/select.ts";
import { withSettings } from "../engine/settings.ts";
import { startProgress } from "../lib/progress.ts";
import { bindRelation } from "./bind.ts";
import { buildByKey } from "./build-by-key.ts";
import { bindInputs, keepParts, type BuildContext, type BuildOptions } from "./build-tools.ts";
import { stretches, type Day, type Stretch } from "./days.ts";
import { openOrder, type GraphNode } from "./graph.ts";
import type { Manifest, Part, TableState } from "./manifest.ts";
import { judge, type Reasons, type Verdict } from "./plan.ts";
import { buildRows } from "./stage-table.ts";

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
  /** Brings relations of the build into the session as they are to be, for checks to look; some days of them, or all. */
  readonly bind: (
    wanted: Iterable<string>,
    stretchOf: (relation: string) => Stretch | undefined,
  ) => Promise<void>;
}

/** So many days are built in one query at most: history must not decide how much memory a build takes. */
const maxStretchDays = 32;

/** Parts are put in order where they are written; keeping one before that costs a tenth of a build. */
const buildSettings = { preserve_insertion_order: "false" };

/** Builds what is stale into the staging folder, each table from the newest state of its inputs. */
export async function buildStale(database: Database, options: BuildOptions): Promise<StagedBuild> {
  const { graph, relations, effects } = options;
  const staged = new Map<string, string>();
  const built: BuiltTable[] = [];
  const tables = relations.filter((relation) => graph.nodes.get(relation)?.model.kind === "table");
  const progress = startProgress({ label: "build", total: tables.length, unit: "tables", effects });
  let { manifest } = options;
  const context = (): BuildContext => ({
    ...options,
    database,
    base: options.manifest,
    manifest,
    staged,
  });
  const buildTables = async (): Promise<void> => {
    for (const relation of relations) {
      effects.signal.throwIfAborted();
      const node = graph.nodes.get(relation);
      if (node?.model.kind !== "table") continue;
      progress.advance(0, relation);
      const verdict = judge(node, { ...options, manifest });
      if (verdict.isStale) {
        const startedAt = effects.now();
        const state = await buildTable(node, verdict, context());
        built.push({
          ...outcome(node, verdict, manifest.tables[relation], state),
          seconds: (effects.now() - startedAt) / 1000,
        });
        manifest = { ...manifest, tables: { ...manifest.tables, [relation]: state } };
      }
      progress.advance(1, relation);
    }
  };
  try {
    await withSettings(database, buildSettings, buildTables);
  } finally {
    progress.finish();
  }
  const isOfBuild = new Set(relations);
  const bind: StagedBuild["bind"] = async (wanted, stretchOf) => {
    const binding = { ...options, manifest, staged };
    for (const relation of openOrder(graph, wanted)) {
      if (isOfBuild.has(relation)) {
        await bindRelation(database, relation, binding, { stretch: stretchOf(relation) });
      }
    }
  };
  return { manifest, built, staged, bind };
}

/** Builds one table as far as it is stale. Gives its new state, its new files being staged. */
async function buildTable(node: GraphNode, verdict: Verdict, context: BuildContext): Promise<TableState> {
  const before = context.manifest.tables[node.model.relation];
  if (verdict.mode === "keyed") return await buildByKey(node, verdict, context);
  if (verdict.mode !== "daily") {
    await bindInputs(node, verdict, context, undefined);
    const rows = await buildRows(context.database, node, { isNamed: verdict.mode === "whole" });
    const { parts } = await keepParts(node, verdict, context, { rows, days: undefined });
    return { dependencies: verdict.dependencies, columns: [...rows.columns], parts };
  }
  let parts: Record<Day, Part> = verdict.reasons.length > 0 ? {} : { ...before?.parts };
  let columns = before?.columns ?? [];
  for (const stretch of stretches(verdict.days.keys(), maxStretchDays)) {
    context.effects.signal.throwIfAborted();
    await bindInputs(node, verdict, context, stretch);
    const rows = await buildRows(context.database, node, { stretch });
    const days = [...verdict.days.keys()].filter((day) => stretch.from <= day && day <= stretch.to);
    const kept = await keepParts(node, verdict, context, { rows, days });
    parts = { ...parts, ...kept.parts };
    columns = [...rows.columns];
  }
  if (columns.length === 0) {
    await bindInputs(node, verdict, context, undefined);
    columns = await describeSelect(context.database, node.model.sql);
  }
  return { dependencies: verdict.dependencies, columns, parts };
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
