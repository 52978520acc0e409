import type { Database } from "../engine/database.ts";
import { ExitCode, UserError } from "../lib/errors.ts";
import { bindRelation } from "./bind.ts";
import { buildStale, type BuiltTable } from "./build.ts";
import { requireSound, runChecks, type CheckResult } from "./check.ts";
import { checkStaged } from "./check-staged.ts";
import { withPrerequisites, type Graph } from "./graph.ts";
import { updateBronze } from "./ingest/bronze.ts";
import type { Manifest } from "./manifest.ts";
import { planBuilds, type PlannedBuild } from "./planned-builds.ts";
import { packMonths } from "./packs.ts";
import { publishTables } from "./publish.ts";
import { publishRestatements, stageRestatements, type Restatements } from "./restatements.ts";
import type { Session } from "./session.ts";
import { lookWhenAsked, type FaultsOf } from "./table-files.ts";

export interface Refresh {
  /** Tables that were built anew, in order. */
  readonly built: readonly BuiltTable[];
  readonly checks: readonly CheckResult[];
}

interface ModelsWanted {
  readonly targets: readonly string[];
  readonly isFullRefresh: boolean;
}

/** Takes in new telemetry; the exit code says whether a file had to be left out. */
export async function refreshBronze(
  session: Session,
  manifest: Manifest,
): Promise<{ manifest: Manifest; exitCode: ExitCode }> {
  const { database, project, paths, effects } = session;
  const update = await updateBronze(database, { project, paths, manifest, effects });
  for (const { name, message } of update.faults) {
    effects.warn(`landing/${name} is left out: ${message}; mend or remove it and run the command again`);
  }
  return { manifest: update.manifest, exitCode: update.faults.length > 0 ? ExitCode.failed : ExitCode.done };
}

/** Builds what is stale among `targets` and their prerequisites, checks it and publishes it as one. */
export async function refreshModels(
  session: Session,
  manifest: Manifest,
  { targets, isFullRefresh, faultsOf }: ModelsWanted & { readonly faultsOf: FaultsOf },
): Promise<Refresh> {
  const { database, lanes, project, graph, inputs, copies, paths, effects } = session;
  const relations = withPrerequisites(graph, targets);
  const stagedBuild = await buildStale(database, lanes, {
    graph,
    paths,
    manifest,
    inputs,
    copies,
    relations,
    isFullRefresh,
    faultsOf,
    effects,
  });
  const { built } = stagedBuild;
  const tables = withoutGoneTables(stagedBuild.manifest, graph);
  if (tables === manifest) return { built, checks: [] };
  const next = relations.includes("gold.fact_oee") ? { ...tables, modelled: batchCounts(tables) } : tables;
  let restated: Restatements | undefined;
  const besides = async (lane: Database): Promise<void> => {
    restated = await stageRestatements(session, lane, manifest, { ...stagedBuild, manifest: next });
  };
  const checks = await checkStaged(lanes, project.checks, { ...stagedBuild, graph, relations, besides });
  requireSound(checks);
  if (restated !== undefined) publishRestatements(paths, restated);
  const restatements = restated === undefined ? next.restatements : [...next.restatements, restated.file];
  const published = { ...next, restatements };
  await publishTables(paths, manifest, published, stagedBuild.staged);
  await packMonths(session, published);
  return { built, checks };
}

function batchCounts({ sources }: Manifest): Record<string, number> {
  return Object.fromEntries(Object.entries(sources).map(([source, { batches }]) => [source, batches.length]));
}

/** A table whose model is no more, or has become a view, goes. */
function withoutGoneTables(manifest: Manifest, { nodes }: Graph): Manifest {
  const isKept = (relation: string): boolean => nodes.get(relation)?.model.kind === "table";
  if (Object.keys(manifest.tables).every(isKept)) return manifest;
  const tables = Object.entries(manifest.tables).filter(([relation]) => isKept(relation));
  return { ...manifest, tables: Object.fromEntries(tables) };
}

/** What `refreshModels` would build, and why. */
export function planModels(
  { graph, inputs, paths }: Session,
  manifest: Manifest,
  { targets, isFullRefresh }: ModelsWanted,
): readonly PlannedBuild[] {
  const relations = withPrerequisites(graph, targets);
  return planBuilds(relations, {
    graph,
    manifest,
    inputs,
    isFullRefresh,
    faultsOf: lookWhenAsked(paths),
  });
}

/** Checks what is published. */
export async function checkPublished(session: Session, manifest: Manifest): Promise<readonly CheckResult[]> {
  const { database, project, graph, paths } = session;
  const bound = new Set<string>();
  for (const [relation, { model, inputs }] of graph.nodes) {
    const hasInputs = inputs.every((input) => bound.has(input) || !graph.nodes.has(input));
    if (model.kind === "table" ? manifest.tables[relation] === undefined : !hasInputs) continue;
    await bindRelation(database, relation, { graph, manifest, paths });
    bound.add(relation);
  }
  return await runChecks(database, project.checks, (relation) => bound.has(relation));
}

/** The relations a user may name: a relation, or a layer for all of it. */
export function resolveTargets({ graph }: Session, names: readonly string[]): readonly string[] {
  const all = [...graph.nodes.keys()];
  if (names.length === 0) return all;
  return names.flatMap((name) => {
    const found = all.filter((relation) => relation === name || relation.startsWith(`${name}.`));
    if (found.length === 0) {
      throw new UserError(`there is no relation ${name}`, {
        code: "UNKNOWN_RELATION",
        hint: "see sql/silver and sql/gold for the names",
        exitCode: ExitCode.usage,
      });
    }
    return found;
  });
}
