import { contentsOf, shortId, type Contents } from "./contents.ts";
import { addDays, type Day } from "./days.ts";
import { changedDependencies, codeDependencies, type Dependencies } from "./fingerprint.ts";
import type { Graph, GraphNode } from "./graph.ts";
import type { Manifest, TableState } from "./manifest.ts";
import type { Window } from "./model.ts";
import { buildMode, daysReading, isSameDay, readsOf, type BuildMode, type Read } from "./reads.ts";
import type { FaultsOf, FileFault } from "./table-files.ts";

/** What a plan needs to know besides models and manifest. */
export interface PlanInputs {
  readonly engineVersion: string;
  /** Content ids of the reference tables by name, as in `sites`. */
  readonly referenceIds: ReadonlyMap<string, string>;
}

export interface JudgeOptions {
  readonly graph: Graph;
  readonly manifest: Manifest;
  readonly inputs: PlanInputs;
  readonly isFullRefresh: boolean;
  readonly faultsOf: FaultsOf;
}

/** Why something is stale, in words: `new`, `forced`, `sql`, `engine`, `input gold.x@2026-01-05`, `missing file`. */
export type Reasons = readonly string[];

export interface Verdict {
  readonly mode: BuildMode;
  readonly reads: readonly Read[];
  readonly dependencies: Dependencies;
  readonly isStale: boolean;
  /** What makes all of the table stale. */
  readonly reasons: Reasons;
  /** The days that are stale, of a table that is built day by day. */
  readonly days: ReadonlyMap<Day, Reasons>;
  /** What each day read when it is built now, of a table that is built day by day. */
  readonly inputsOf: (day: Day) => string;
  /** The days of each input that changed, of a table that is built key by key. */
  readonly changedInputs: ReadonlyMap<string, readonly Day[]>;
}

/** Decides what of a table must be built anew, given the present state of everything it reads. */
export function judge(node: GraphNode, options: JudgeOptions): Verdict {
  const { graph, manifest, inputs, isFullRefresh } = options;
  const contents = contentsOf(manifest, inputs);
  const reads = readsOf(node, graph);
  const mode = buildMode(node, reads);
  const dependencies = dependenciesOf(node, { mode, reads, contents, options });
  const state = manifest.tables[node.model.relation];
  const inputsOf = mode === "daily" ? dayInputs(reads, contents) : (): string => "";
  const faults: ReadonlyMap<Day, FileFault> =
    state === undefined ? new Map() : options.faultsOf(node.model.relation, state);
  const reasons = [
    ...(isFullRefresh && state !== undefined ? ["forced"] : []),
    ...(state === undefined ? ["new"] : changedDependencies(state.dependencies, dependencies)),
    ...(mode === "daily" ? [] : new Set(faults.values())),
  ];
  const changedInputs =
    mode === "keyed" && state !== undefined ? changedDays(reads, state, contents) : new Map();
  const days =
    mode === "daily"
      ? staleDays({ reads, contents, state, reasons, faults, inputsOf })
      : new Map<Day, Reasons>();
  const isStale =
    mode === "daily" ? days.size > 0 || reasons.length > 0 : reasons.length + changedInputs.size > 0;
  return { mode, reads, dependencies, isStale, reasons, days, inputsOf, changedInputs };
}

interface Known {
  readonly mode: BuildMode;
  readonly reads: readonly Read[];
  readonly contents: Contents;
  readonly options: JudgeOptions;
}

/** Inputs that a table reads day by day or key by key are not among them: their days are compared one by one. */
function dependenciesOf(node: GraphNode, { mode, reads, contents, options }: Known): Dependencies {
  const isByDay = mode === "daily" || mode === "keyed";
  const whole = reads.filter(({ window }) => window === undefined || !isByDay);
  return {
    ...codeDependencies(node, options.graph, options.inputs.engineVersion),
    ...Object.fromEntries(
      whole.map(({ relation }) => [`input ${relation}`, contents.idOf(relation) ?? "absent"]),
    ),
  };
}

/** Names what each day reads: an id for each input that is read by day. */
function dayInputs(reads: readonly Read[], contents: Contents): (day: Day) => string {
  const inputs = reads.flatMap(({ relation, window }) =>
    window === undefined || window === "all" ? [] : [windowIds(contents.daysOf(relation), window)],
  );
  return (day) => inputs.map((idOf) => idOf(day)).join(" ");
}

type DayWindow = Exclude<Window, "all">;

const knownWindows = new WeakMap<ReadonlyMap<Day, string>, Map<string, Map<Day, string>>>();

/** Names the content of the days in a window around each day. Several tables look through the same window. */
function windowIds(days: ReadonlyMap<Day, string>, { fromDays, toDays }: DayWindow): (day: Day) => string {
  if (fromDays === 0 && toDays === 0) return (day) => days.get(day) ?? "-";
  const windows = knownWindows.get(days) ?? new Map<string, Map<Day, string>>();
  knownWindows.set(days, windows);
  const span = `${fromDays}..${toDays}`;
  const known = windows.get(span) ?? new Map<Day, string>();
  windows.set(span, known);
  return (day) => {
    const found = known.get(day);
    if (found !== undefined) return found;
    const ids: string[] = [];
    for (let offset = fromDays; offset <= toDays; offset += 1)
      ids.push(days.get(addDays(day, offset)) ?? "-");
    const id = ids.length === 1 ? (ids[0] ?? "-") : shortId(ids);
    known.set(day, id);
    return id;
  };
}

interface DayQuestion {
  readonly reads: readonly Read[];
  readonly contents: Contents;
  readonly state: TableState | undefined;
  readonly reasons: Reasons;
  readonly faults: ReadonlyMap<Day, FileFault>;
  readonly inputsOf: (day: Day) => string;
}

function staleDays({ reads, contents, state, reasons, faults, inputsOf }: DayQuestion): Map<Day, Reasons> {
  const stale: [Day, Reasons][] = [];
  const candidates = new Set(Object.keys(state?.parts ?? {}));
  for (const { relation, window } of reads) {
    if (window === undefined) continue;
    for (const day of contents.daysOf(relation).keys()) {
      if (isSameDay(window)) candidates.add(day);
      else for (const reading of daysReading(window, day)) candidates.add(reading);
    }
  }
  for (const day of candidates) {
    const part = state?.parts[day];
    const fault = faults.get(day);
    const inputs = inputsOf(day);
    if (part?.inputs === inputs && fault === undefined && reasons.length === 0) continue;
    const found = fault === undefined ? [...reasons] : [...reasons, fault];
    if (part === undefined && reasons.length === 0) found.push("new");
    else if (part !== undefined && part.inputs !== inputs) {
      const changed = changedReads(day, reads, part.inputs, inputs);
      found.push(...(changed.length > 0 ? changed : ["input"]));
    }
    if (found.length > 0) stale.push([day, found]);
  }
  return new Map(stale.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Names the inputs whose days differ from those that were read. */
function changedReads(day: Day, reads: readonly Read[], before: string, after: string): string[] {
  const [old, now] = [before.split(" "), after.split(" ")];
  return reads
    .filter(({ window }) => window !== undefined)
    .flatMap(({ relation, window }, index) => {
      if (window === undefined || window === "all" || old[index] === now[index]) return [];
      const [from, to] = [addDays(day, window.fromDays), addDays(day, window.toDays)];
      return [`input ${relation}@${from === to ? from : `${from}..${to}`}`];
    });
}

function changedDays(
  reads: readonly Read[],
  { seen = {} }: TableState,
  contents: Contents,
): Map<string, readonly Day[]> {
  const changed = new Map<string, readonly Day[]>();
  for (const { relation, window } of reads) {
    if (window === undefined) continue;
    const [before, now] = [new Map(Object.entries(seen[relation] ?? {})), contents.daysOf(relation)];
    const days = [...new Set([...before.keys(), ...now.keys()])].filter(
      (day) => before.get(day) !== now.get(day),
    );
    if (days.length > 0) changed.set(relation, days.toSorted());
  }
  return changed;
}
