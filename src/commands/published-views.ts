import type { Graph } from "../pipeline/graph.ts";
import type { GoldView } from "../publish/gold-views.ts";

/** The views of Gold that rest on nothing but the published relations, inputs first. */
export function publishedViews({ nodes }: Graph, relations: readonly string[]): readonly GoldView[] {
  const known = new Set(relations);
  const views: GoldView[] = [];
  for (const [relation, { model, inputs }] of nodes) {
    if (model.kind !== "view" || !relation.startsWith("gold.")) continue;
    if (!inputs.every((input) => known.has(input))) continue;
    known.add(relation);
    views.push({ relation, sql: model.sql, description: model.description });
  }
  return views;
}
