import { statSync } from "node:fs";
import { join } from "node:path";

import type { WarehousePaths } from "../lib/paths.ts";
import {
  bronzeContentId,
  changedParts,
  fingerprintOf,
  fingerprintParts,
  type FingerprintParts,
} from "./fingerprint.ts";
import { directInputs, type Graph, type GraphNode } from "./graph.ts";
import type { Manifest } from "./manifest.ts";

/** What a plan needs to know besides models and manifest. */
export interface PlanInputs {
  readonly engineVersion: string;
  /** Content ids of the reference tables by name, as in `sites`. */
  readonly referenceIds: ReadonlyMap<string, string>;
}

interface JudgeOptions {
  readonly graph: Graph;
  readonly paths: WarehousePaths;
  readonly manifest: Manifest;
  readonly inputs: PlanInputs;
  readonly isFullRefresh: boolean;
}

export interface Verdict {
  readonly isStale: boolean;
  /** Why, in words: `new`, `forced`, `sql`, `engine`, `input gold.x`, `missing file`. */
  readonly reasons: readonly string[];
  readonly parts: FingerprintParts;
}

/** Decides whether a table must be built anew, given the present state of everything it reads. */
export function judge(
  node: GraphNode,
  { graph, paths, manifest, inputs, isFullRefresh }: JudgeOptions,
): Verdict {
  if (node.model.kind !== "table") return { isStale: false, reasons: [], parts: {} };
  const parts = fingerprintParts(node, {
    graph,
    engineVersion: inputs.engineVersion,
    contentIdOf: (relation) => contentIdOf(relation, manifest, inputs),
  });
  const output = manifest.outputs[node.model.relation];
  if (output === undefined) return { isStale: true, reasons: ["new"], parts };
  const reasons = isFullRefresh ? ["forced"] : [];
  if (output.fingerprint !== fingerprintOf(parts)) reasons.push(...changedParts(output.parts, parts));
  const size = statSync(join(paths.root, output.file), { throwIfNoEntry: false })?.size;
  if (size === undefined) reasons.push("missing file");
  else if (size !== output.bytes) reasons.push("damaged file");
  return { isStale: reasons.length > 0, reasons, parts };
}

function contentIdOf(relation: string, manifest: Manifest, inputs: PlanInputs): string | undefined {
  const [layer, name = ""] = relation.split(".");
  if (layer === "reference") return inputs.referenceIds.get(name);
  if (layer === "bronze") return bronzeContentId(manifest, relation);
  return manifest.outputs[relation]?.contentId;
}

export interface PlannedBuild {
  readonly relation: string;
  readonly reasons: readonly string[];
}

/** What a build would do. A table whose input is to be built counts as stale, though its bytes may turn out the same. */
export function planBuilds(relations: readonly string[], options: JudgeOptions): PlannedBuild[] {
  const { graph } = options;
  const planned = new Map<string, PlannedBuild>();
  const rebuiltBelow = (relation: string): string[] =>
    directInputs(graph, relation).flatMap((input) => {
      if (planned.has(input)) return [input];
      const isTable = graph.nodes.get(input)?.model.kind === "table";
      return isTable ? [] : rebuiltBelow(input);
    });
  for (const relation of relations) {
    const node = graph.nodes.get(relation);
    if (node?.model.kind !== "table") continue;
    const { reasons } = judge(node, options);
    const inputs = rebuiltBelow(relation).map((input) => `input ${input}`);
    const all = reasons.includes("new") ? reasons : [...new Set([...reasons, ...inputs])];
    if (all.length > 0) planned.set(relation, { relation, reasons: all });
  }
  return [...planned.values()];
}
