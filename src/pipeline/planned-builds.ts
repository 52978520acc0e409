import { type Day } from "./days.ts";
import type { GraphNode } from "./graph.ts";
import { judge, type JudgeOptions, type Reasons, type Verdict } from "./plan.ts";
import { daysReading } from "./reads.ts";

/** A table, or one day of it, that a build would make anew. */
export interface PlannedBuild {
  readonly relation: string;
  /** Null for a table that is one file or is built as a whole. */
  readonly partition: Day | null;
  readonly reasons: Reasons;
}

/**
 * What a build would do. What reads a day that is to be built counts as stale, though its bytes may turn out the same;
 * which days of a table that is built as a whole will differ is taken to be those that differ in its inputs.
 */
export function planBuilds(relations: readonly string[], options: JudgeOptions): PlannedBuild[] {
  const planned = new Map<string, ReadonlyMap<Day, Reasons>>();
  for (const relation of relations) {
    const node = options.graph.nodes.get(relation);
    if (node?.model.kind !== "table") continue;
    const days = plannedDays(node, judge(node, options), { options, planned });
    if (days.size > 0) planned.set(relation, days);
  }
  return [...planned].flatMap(([relation, days]) => rowsOf(relation, days));
}

interface Forecast {
  readonly options: JudgeOptions;
  readonly planned: ReadonlyMap<string, ReadonlyMap<Day, Reasons>>;
}

/** The whole of a table under the empty name. */
function plannedDays(node: GraphNode, verdict: Verdict, forecast: Forecast): ReadonlyMap<Day, Reasons> {
  const { reads, mode, days, reasons, changedInputs } = verdict;
  const upstream = reads.flatMap(({ relation, window }) => {
    const changed = forecast.planned.get(relation);
    return changed === undefined ? [] : [{ relation, window, days: [...changed.keys()] }];
  });
  if (mode !== "daily") {
    const own = [
      ...reasons,
      ...[...changedInputs].flatMap(([relation, changed]) =>
        changed.map((day) => `input ${relation}@${day}`),
      ),
    ];
    const inputs = reasons.includes("new") ? [] : upstream.map(({ relation }) => `input ${relation}`);
    const all = [...new Set([...own, ...inputs])];
    if (all.length === 0) return new Map();
    const ownDays = Object.keys(forecast.options.manifest.tables[node.model.relation]?.parts ?? {});
    const differing = [...upstream.flatMap((input) => input.days), ...(reasons.length > 0 ? ownDays : [])];
    const touched = new Set(differing.filter((day) => day !== ""));
    const found = new Map<Day, Reasons>([["", all]]);
    // Without reasons of their own: they stand for days that readers of this table may have to follow.
    if (mode !== "single") for (const day of touched) found.set(day, []);
    return found;
  }
  const found = new Map(days);
  const add = (day: Day, reason: string): void => {
    const known = found.get(day) ?? [];
    if (!known.includes("new") && !known.includes(reason)) found.set(day, [...known, reason]);
  };
  for (const { relation, window, days: changed } of upstream) {
    if (window === undefined || window === "all") {
      const state = forecast.options.manifest.tables[node.model.relation];
      for (const day of Object.keys(state?.parts ?? {})) add(day, `input ${relation}`);
      continue;
    }
    for (const day of changed.filter((each) => each !== "")) {
      for (const reading of daysReading(window, day)) add(reading, `input ${relation}@${day}`);
    }
  }
  if (found.size === 0 && reasons.length > 0) found.set("", reasons);
  return found;
}

function rowsOf(relation: string, days: ReadonlyMap<Day, Reasons>): PlannedBuild[] {
  return [...days]
    .filter(([, reasons]) => reasons.length > 0)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, reasons]) => ({ relation, partition: day === "" ? null : day, reasons }));
}
