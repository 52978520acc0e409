import { rmSync } from "node:fs";
import { join } from "node:path";

import { publishFile } from "../lib/atomic-file.ts";
import { ExitCode, UserError } from "../lib/errors.ts";
import { buildStale } from "./build.ts";
import { requireSound, runChecks, type CheckResult } from "./check.ts";
import { bindRelation } from "./bind.ts";
import { withPrerequisites } from "./graph.ts";
import { updateBronze } from "./ingest/bronze.ts";
import { writeManifest, type Manifest } from "./manifest.ts";
import { planBuilds, type PlannedBuild } from "./plan.ts";
import type { Session } from "./session.ts";

export interface Refresh {
  /** Relations built anew, in order. */
  readonly built: readonly string[];
  readonly checks: readonly CheckResult[];
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
  { targets, isFullRefresh }: { targets: readonly string[]; isFullRefresh: boolean },
): Promise<Refresh> {
  const { database, project, graph, inputs, paths, effects } = session;
  const relations = withPrerequisites(graph, targets);
  const staged = await buildStale(database, {
    graph,
    paths,
    manifest,
    inputs,
    relations,
    isFullRefresh,
    effects,
  });
  const bound = new Set(relations);
  const checks =
    staged.outputs.size === 0 ? [] : await runChecks(database, project.checks, (name) => bound.has(name));
  requireSound(checks);
  for (const [relation, file] of staged.files) {
    const output = staged.outputs.get(relation);
    if (output !== undefined) publishFile(file, join(paths.root, output.file));
  }
  const outputs = { ...manifest.outputs, ...Object.fromEntries(staged.outputs) };
  for (const [relation, output] of Object.entries(outputs)) {
    if (graph.nodes.get(relation)?.model.kind === "table") continue;
    rmSync(join(paths.root, output.file), { force: true });
    delete outputs[relation];
  }
  if (staged.outputs.size > 0) writeManifest(paths, { ...manifest, outputs });
  return { built: [...staged.outputs.keys()], checks };
}

/** What `refreshModels` would build, and why. */
export function planModels(
  { graph, inputs, paths }: Session,
  manifest: Manifest,
  { targets, isFullRefresh }: { targets: readonly string[]; isFullRefresh: boolean },
): readonly PlannedBuild[] {
  const relations = withPrerequisites(graph, targets);
  return planBuilds(relations, { graph, paths, manifest, inputs, isFullRefresh });
}

/** Checks what is published. */
export async function checkPublished(session: Session, manifest: Manifest): Promise<readonly CheckResult[]> {
  const { database, project, graph, paths } = session;
  const bound = new Set<string>();
  for (const [relation, { model, inputs }] of graph.nodes) {
    const hasInputs = inputs.every((input) => bound.has(input) || !graph.nodes.has(input));
    if (model.kind === "table" ? manifest.outputs[relation] === undefined : !hasInputs) continue;
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
