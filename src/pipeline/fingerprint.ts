import { createHash } from "node:crypto";

import { directInputs, type Graph, type GraphNode } from "./graph.ts";
import type { Manifest } from "./manifest.ts";

/** What a table's content depends on, part by part, so that a plan can say which of them changed. */
export type FingerprintParts = Readonly<Record<string, string>>;

interface FingerprintOptions {
  readonly graph: Graph;
  readonly engineVersion: string;
  /** Content ids of built tables, of reference tables and of Bronze relations. */
  readonly contentIdOf: (relation: string) => string | undefined;
}

/** Takes apart what a table depends on. Views count by their SQL and by what they read in turn. */
export function fingerprintParts(
  node: GraphNode,
  { graph, engineVersion, contentIdOf }: FingerprintOptions,
): FingerprintParts {
  const parts: Record<string, string> = {
    sql: codeOf(node, graph),
    engine: engineVersion,
  };
  const visit = (relation: string): void => {
    const contentId = contentIdOf(relation);
    const input = graph.nodes.get(relation);
    if (input?.model.kind === "view") parts[`view ${relation}`] = codeOf(input, graph);
    if (input?.model.kind === "view" || graph.collections.has(relation)) {
      for (const inner of directInputs(graph, relation)) visit(inner);
    } else {
      parts[`input ${relation}`] = contentId ?? "absent";
    }
  };
  for (const input of node.inputs) visit(input);
  return parts;
}

export function fingerprintOf(parts: FingerprintParts): string {
  const entries = Object.entries(parts).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sha256(entries.map(([name, value]) => `${name}=${value}`).join("\n"));
}

/** The part of a fingerprint that depends on code alone; it is what a Parquet file carries. */
export function codeFingerprint(parts: FingerprintParts): string {
  return fingerprintOf(
    Object.fromEntries(Object.entries(parts).filter(([name]) => !name.startsWith("input "))),
  );
}

/** Which parts differ, in words; the reasons for which something is stale. */
export function changedParts(before: FingerprintParts, after: FingerprintParts): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return names.filter((name) => before[name] !== after[name]);
}

/** The content of a Bronze relation: its batches, whatever their order. */
export function bronzeContentId(manifest: Manifest, relation: string): string {
  const batches = manifest.sources[relation.replace(/^bronze\./, "")]?.batches ?? [];
  return sha256(
    batches
      .map(({ id }) => id)
      .toSorted()
      .join("\n"),
  );
}

function codeOf({ model, syntaxId, functions }: GraphNode, { dialect }: Graph): string {
  const macros = macrosFor(functions, dialect);
  const grain = model.grain.map(({ name, isNullable }) => `${name}${isNullable ? "?" : ""}`);
  return sha256([syntaxId, model.kind, String(model.version), grain.join(), ...macros].join("\n"));
}

/** The definitions of the dialect functions that are called, and of those that they call in turn, comments left out. */
function macrosFor(functions: readonly string[], dialect: string): string[] {
  const definitions = dialect
    .replaceAll(/^\s*--.*$/gm, "")
    .split(/;\s*(?:\n|$)/)
    .map((definition) => definition.trim());
  const isCalled = (definition: string, callers: readonly string[]): boolean => {
    const [, name = ""] = /^create macro (\w+)\(/.exec(definition) ?? [];
    return name !== "" && (functions.includes(name) || callers.some((caller) => caller.includes(`${name}(`)));
  };
  let called: string[] = [];
  for (let count = -1; called.length > count;) {
    count = called.length;
    const callers = called.map((definition) => definition.slice(definition.indexOf(")")));
    called = definitions.filter((definition) => isCalled(definition, callers));
  }
  return called;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
