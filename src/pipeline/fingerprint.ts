import { createHash } from "node:crypto";

import { directInputs, type Graph, type GraphNode } from "./graph.ts";
import { partFormat } from "./part-format.ts";

/** What a table's content depends on besides the days it reads, piece by piece, to tell which of them changed. */
export type Dependencies = Readonly<Record<string, string>>;

/** The code that a table depends on: its own, that of the views it reads, the functions they call, the engine and how it writes. */
export function codeDependencies(node: GraphNode, graph: Graph, engineVersion: string): Dependencies {
  const found: Record<string, string> = {
    sql: codeOf(node, graph),
    engine: `${engineVersion}, ${partFormat}`,
  };
  const visit = (relation: string): void => {
    const input = graph.nodes.get(relation);
    if (input?.model.kind === "view") found[`view ${relation}`] = codeOf(input, graph);
    if (input?.model.kind === "view" || graph.collections.has(relation)) {
      for (const inner of directInputs(graph, relation)) visit(inner);
    }
  };
  for (const input of node.inputs) visit(input);
  return found;
}

/** Names what code alone depends on; it is what a Parquet file carries. */
export function codeFingerprint(dependencies: Dependencies): string {
  const entries = Object.entries(dependencies)
    .filter(([name]) => !name.startsWith("input "))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sha256(entries.map(([name, value]) => `${name}=${value}`).join("\n"));
}

/** Which of them differ, in words; the reasons for which something is stale. */
export function changedDependencies(before: Dependencies, after: Dependencies): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return names.filter((name) => before[name] !== after[name]);
}

function codeOf(node: GraphNode, graph: Graph): string {
  return sha256(`${meaningOf(node, graph)}\n${node.model.version}`);
}

/** Names what a model says, whatever version it calls itself: what may not change without a new one. */
export function meaningOf({ model, syntaxId, functions }: GraphNode, { dialect }: Graph): string {
  const macros = macrosFor(functions, dialect);
  const grain = model.grain.map(({ name, isNullable }) => `${name}${isNullable ? "?" : ""}`);
  const split = [model.partition ?? "", model.key ?? "", ...model.windows];
  return sha256([syntaxId, model.kind, grain.join(), JSON.stringify(split), ...macros].join("\n"));
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
