import { directInputs, type Graph } from "./graph.ts";

/** What relations are made of: every relation on the way down to the files, and who reads whom. */
export interface Lineage {
  readonly relations: readonly LineageRelation[];
}

export interface LineageRelation {
  readonly relation: string;
  readonly kind: "file" | "source" | "table" | "view";
  /** Of the model; null for files. */
  readonly version: number | null;
  readonly partition: string | null;
  /** The SQL file; for a file of the plant or of telemetry where it lies in the warehouse. */
  readonly file: string;
  readonly inputs: readonly string[];
}

/** Follows relations to everything they are made of, in building order. */
export function lineageOf(graph: Graph, relations: readonly string[]): Lineage {
  const found = new Map<string, LineageRelation>();
  const visit = (relation: string): void => {
    if (found.has(relation)) return;
    const inputs = inputsOf(graph, relation);
    inputs.forEach(visit);
    found.set(relation, describe(graph, relation, inputs));
  };
  relations.forEach(visit);
  return { relations: [...found.values()] };
}

/** What reads a relation, directly or through others: what a change of it can reach. */
export function readersOf(graph: Graph, relation: string): readonly string[] {
  const reached = new Set([relation]);
  for (const name of graph.nodes.keys()) {
    if (inputsOf(graph, name).some((input) => reached.has(input))) reached.add(name);
  }
  reached.delete(relation);
  return [...reached];
}

/** Collections are taken apart: they are not relations that anyone may name. */
function inputsOf(graph: Graph, relation: string): readonly string[] {
  return directInputs(graph, relation).flatMap((input) => graph.collections.get(input) ?? [input]);
}

function describe(graph: Graph, relation: string, inputs: readonly string[]): LineageRelation {
  const model = graph.nodes.get(relation)?.model;
  if (model === undefined) {
    const [layer = "", name = ""] = relation.split(".");
    const folder = name === "telemetry" ? "landing/" : `${layer}/${name}/`;
    const file = layer === "reference" ? `reference/${name}.csv` : folder;
    return { relation, kind: "file", version: null, partition: null, file, inputs };
  }
  const { kind, version, partition, file } = model;
  return { relation, kind, version, partition: partition ?? null, file, inputs };
}
