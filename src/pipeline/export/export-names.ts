import { ExitCode, UserError } from "../../lib/errors.ts";
import { nearestName } from "../../lib/nearest-name.ts";
import type { Graph } from "../graph.ts";

/** Steps on the way to the ratio views: rows of no use outside, and many of them. */
const innerViews = ["gold.oee_scopes", "gold.oee_periods", "gold.oee_ratios", "gold.loss_ledger"];

/** The relations to export: those named, with or without `gold.`; of a layer all; by default every view of Gold. */
export function exportNames({ nodes }: Graph, names: readonly string[]): readonly string[] {
  const all = [...nodes.keys()];
  if (names.length === 0) {
    const isOutward = (relation: string): boolean =>
      relation.startsWith("gold.") &&
      nodes.get(relation)?.model.kind === "view" &&
      !innerViews.includes(relation);
    return all.filter(isOutward).toSorted();
  }
  const found = names.flatMap((name) => {
    const relation = name.includes(".") || !all.includes(`gold.${name}`) ? name : `gold.${name}`;
    const matches = all.filter((each) => each === relation || each.startsWith(`${relation}.`)).toSorted();
    if (matches.length === 0) throw unknownRelation(relation, all);
    return matches;
  });
  return [...new Set(found)];
}

/** `oee_by_day` for Gold, `silver.events` for the others. */
export function exportFileName(relation: string): string {
  return relation.replace(/^gold\./, "");
}

function unknownRelation(name: string, all: readonly string[]): UserError {
  const nearest = nearestName(name, all) ?? nearestName(`gold.${name}`, all);
  return new UserError(`there is no relation ${name}`, {
    code: "UNKNOWN_RELATION",
    hint: nearest === undefined ? "see sql/gold for the names" : `did you mean ${nearest}?`,
    exitCode: ExitCode.usage,
  });
}
