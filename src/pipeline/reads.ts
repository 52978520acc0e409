import { addDays, type Day, type Stretch } from "./days.ts";
import { directInputs, type Graph, type GraphNode } from "./graph.ts";
import type { Window } from "./model.ts";

/** One stored relation that a table is made of, views and collections on the way taken apart. */
export interface Read {
  /** A table of Silver or Gold, a Bronze relation or a reference table. */
  readonly relation: string;
  /** Which days of it a day of the table reads; undefined where it is not split into days. */
  readonly window: Window | undefined;
}

/** How a table is built: as one file; as a whole that is kept by day; day by day; or key by key, kept by day. */
export type BuildMode = "single" | "whole" | "daily" | "keyed";

const sameDay: Window = { fromDays: 0, toDays: 0 };

/** The stored relations below a table, with the windows of the views on the way added to its own. */
export function readsOf(node: GraphNode, graph: Graph): readonly Read[] {
  const found = new Map<string, Window | undefined>();
  const visit = (relation: string, windows: readonly GraphNode[]): void => {
    const input = graph.nodes.get(relation);
    if (input?.model.kind === "view" || graph.collections.has(relation)) {
      const path = input === undefined ? windows : [...windows, input];
      for (const inner of directInputs(graph, relation)) visit(inner, path);
      return;
    }
    if (!isSplit(relation, graph)) {
      found.set(relation, undefined);
      return;
    }
    const window = windows.map(({ model }) => model.windows.get(relation) ?? sameDay).reduce(sum, sameDay);
    found.set(relation, union(found.get(relation), window));
  };
  for (const input of node.inputs) visit(input, [node]);
  return [...found]
    .map(([relation, window]) => ({ relation, window }))
    .toSorted((a, b) => (a.relation < b.relation ? -1 : 1));
}

export function buildMode({ model }: GraphNode, reads: readonly Read[]): BuildMode {
  if (model.partition === undefined) return "single";
  if (model.key !== undefined) return "keyed";
  const windows = reads.map(({ window }) => window).filter((window) => window !== undefined);
  return windows.length === 0 || windows.includes("all") ? "whole" : "daily";
}

/** Whether a stored relation is kept by day. */
function isSplit(relation: string, graph: Graph): boolean {
  return relation.startsWith("bronze.") || graph.nodes.get(relation)?.model.partition !== undefined;
}

/** Whether a day of a table reads only that day of an input. */
export function isSameDay(window: Window): boolean {
  return window !== "all" && window.fromDays === 0 && window.toDays === 0;
}

/** The days of an input that a stretch of days reads; all of them for undefined. */
export function daysRead(window: Window | undefined, stretch: Stretch | undefined): Stretch | undefined {
  if (stretch === undefined || window === undefined || window === "all") return undefined;
  return { from: addDays(stretch.from, window.fromDays), to: addDays(stretch.to, window.toDays) };
}

/** The days of a table that read a day of an input. */
export function daysReading(window: Window, day: Day): readonly Day[] {
  if (window === "all") return [];
  const days: Day[] = [];
  for (let offset = -window.toDays; offset <= -window.fromDays; offset += 1) days.push(addDays(day, offset));
  return days;
}

function sum(a: Window, b: Window): Window {
  if (a === "all" || b === "all") return "all";
  return { fromDays: a.fromDays + b.fromDays, toDays: a.toDays + b.toDays };
}

function union(a: Window | undefined, b: Window): Window {
  if (a === undefined) return b;
  if (a === "all" || b === "all") return "all";
  return { fromDays: Math.min(a.fromDays, b.fromDays), toDays: Math.max(a.toDays, b.toDays) };
}
