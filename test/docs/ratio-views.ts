import type { SqlReference } from "../helpers/reference-docs.ts";
import { columnTable } from "./column-table.ts";
import { code, table } from "./markdown.ts";

export const ratioHeading = "The ratio views";
const base = "gold.oee_overall";
const lineOnly = ["resource_oee", "oee_gap"];

/** The views `oee_by_*` and `oee_overall`: those that are the shared columns and nothing but keys beside them. */
export function ratioViews({ columns, graph }: Pick<SqlReference, "columns" | "graph">): readonly string[] {
  const shared = (columns.get(base) ?? []).map(({ name }) => name);
  return [...columns.keys()]
    .filter((relation) => relation === base || relation.startsWith("gold.oee_by_"))
    .filter((relation) => {
      const keys = graph.nodes.get(relation)?.model.grain.map(({ name }) => name) ?? [];
      const rest = (columns.get(relation) ?? [])
        .map(({ name }) => name)
        .filter((name) => !keys.includes(name));
      return rest.filter((name) => !lineOnly.includes(name)).join() === shared.join();
    })
    .toSorted();
}

/** One section for all of them: the shared columns once, then each view with its keys. */
export function ratioSection(reference: SqlReference): string {
  const views = ratioViews(reference);
  const keysOf = (relation: string): readonly string[] =>
    reference.graph.nodes.get(relation)?.model.grain.map(({ name }) => name) ?? [];
  const shared = reference.columns.get(base) ?? [];
  const extra = (reference.columns.get("gold.oee_by_line") ?? []).filter(({ name }) =>
    lineOnly.includes(name),
  );
  const keys = [...new Set(views.flatMap(keysOf))].toSorted();
  const keyColumns = keys.map((name) => ({ name, type: typeOf(reference, views, name) }));
  return [
    `### ${ratioHeading}`,
    `${views.length} views of one shape and one definition, \`gold.oee_ratios\`: keys, then the columns below. They differ in what
a row is of and how long it is. Each figure is computed from the sums of its own rows of facts; none is an average of ratios.`,
    `A formula that names \`gold.fact_oee\` sums the facts that have the keys of the row (a week has the facts of its Monday to
Sunday, a month those of its days). A line whose constraint and output machine are named takes the rows of \`gold.oee_scopes\`
with scope \`line\` in place of \`gold.fact_oee\`: time and failures of the constraint, pieces of the output machine at the
constraint's standard, energy of all machines. In \`gold.oee_ratios\` itself it is the rows of \`gold.oee_periods\`. Rows exist only where there are facts. A division by 0 is null.`,
    table(
      ["view", "keys"],
      views.map((view) => [code(view), keysOf(view).map(code).join(", ") || "one row"]),
    ),
    "Keys:",
    columnTable(reference, base, keyColumns),
    "Shared columns:",
    columnTable(reference, "gold.oee_by_machine_day", shared),
    "Views of lines have two columns more:",
    columnTable(reference, "gold.oee_by_line", extra),
  ].join("\n\n");
}

function typeOf({ columns }: SqlReference, views: readonly string[], name: string): string {
  const found = views.flatMap((view) => columns.get(view) ?? []).find((column) => column.name === name);
  return found?.type ?? "";
}
