import type { SqlReference } from "../helpers/reference-docs.ts";
import { ratioViews } from "./ratio-views.ts";

const ratioNode = "gold.oee_by_*";

/** What Gold is made of within Gold, as a Mermaid chart; the ratio views are one node. */
export function goldLineage(reference: SqlReference): string {
  const { graph } = reference;
  const views = new Set(ratioViews(reference));
  const nodeOf = (relation: string): string => (views.has(relation) ? ratioNode : relation);
  const gold = [...graph.nodes.values()].filter(({ model }) => model.relation.startsWith("gold."));
  const edges = gold.flatMap(({ model, inputs }) =>
    inputs
      .filter((input) => input.startsWith("gold."))
      .map((input) => [nodeOf(input), nodeOf(model.relation)] as const)
      .filter(([from, to]) => from !== to),
  );
  const lines = [...new Set(edges.map(([from, to]) => `    ${id(from)} --> ${id(to)}`))].toSorted();
  const tied = new Set(edges.flat());
  const tables = new Set(
    gold.filter(({ model }) => model.kind === "table").map(({ model }) => model.relation),
  );
  const labels = [...tied].toSorted().map((node) => `    ${shape(node, tables.has(node), views.size)}`);
  const alone = gold.map(({ model }) => model.relation).filter((relation) => !tied.has(nodeOf(relation)));
  return [
    "```mermaid",
    "flowchart LR",
    ...labels,
    ...lines,
    "```",
    "",
    `Boxes are tables, rounded ones views. Every \`fact_*\` and \`dim_*\` is made from Silver; its section says from what. Not in
the chart, for nothing in Gold is made from them nor they from it: ${alone
      .toSorted()
      .map((relation) => `\`${relation}\``)
      .join(", ")}.`,
  ].join("\n");
}

const id = (node: string): string => node.replace("gold.", "").replace("*", "views");

function shape(node: string, isTable: boolean, viewCount: number): string {
  const label = node === ratioNode ? `oee_by_* (${viewCount} views)` : node.replace("gold.", "");
  return isTable ? `${id(node)}["${label}"]` : `${id(node)}("${label}")`;
}
