import type { GraphNode } from "../../src/pipeline/graph.ts";
import type { SqlReference } from "../helpers/reference-docs.ts";
import { goldLineage } from "./lineage.ts";
import { code, table } from "./markdown.ts";
import { overview } from "./overview.ts";
import { ratioSection, ratioViews } from "./ratio-views.ts";
import { relationSection } from "./relation-section.ts";

/** The text of `sql/README.md`. */
export function sqlReferenceText(reference: SqlReference): string {
  const parts = [
    overview(reference),
    "## Lineage of Gold",
    goldLineage(reference),
    "## Gold",
    ...goldSections(reference),
    "## Silver",
    ...sections(reference, "silver."),
    "## Bronze",
    "Every relation of Bronze ends in the same four columns, which the runner adds.",
    ...sections(reference, "bronze."),
    "## Checks",
    `Each file of [checks/](checks/) is a SELECT of offending rows. \`error\` stops the publication of what was built, \`warn\` is
told and nothing more.`,
    table(
      ["check", "severity", "what holds"],
      reference.project.checks.map(({ name, severity, description }) => [
        `[${name}](checks/${name}.sql)`,
        severity,
        description,
      ]),
    ),
    "## Questions",
    `SQL that is asked and not built: the questions of \`indkpi ask\`, the table macros that any query may call
(\`gold.oee_bridge(...)\`), what \`indkpi explain\` looks up, and the comparison of Gold with the simulator's truth. \`--! param:\`
lines declare what can be given, with type, default and meaning.`,
    table(
      ["file", "what it asks"],
      reference.questions.map(({ file, description }) => [`[${file}](${file})`, description]),
    ),
    "## Functions",
    `What engines say differently, under one name in [dialects/duckdb.sql](dialects/duckdb.sql) and
[dialects/spark.sql](dialects/spark.sql). Times are in UTC unless they are called local.`,
    table(
      ["function", "gives", "in DuckDB"],
      reference.functions.map(({ name, parameters, meaning, expression }) => [
        code(`${name}(${parameters})`),
        meaning,
        code(expression),
      ]),
    ),
  ];
  return `${parts.join("\n\n")}\n`;
}

const goldGroups: readonly (readonly [intro: string, belongs: (name: string) => boolean])[] = [
  ["**Facts**: additive measures, stored.", (name) => name.startsWith("fact_")],
  ["**Dimensions**: what keys mean.", (name) => name.startsWith("dim_")],
  ["**OEE**: scopes, periods and the one definition of every ratio.", (name) => name.startsWith("oee_")],
  ["**ISO 22400-2**: the KPIs under their own names.", (name) => /^(?:iso|kpi)_/.test(name)],
];

/** Facts, dimensions, OEE with the ratio views in one section, the rest, and ISO 22400. */
function goldSections(reference: SqlReference): readonly string[] {
  const views = ratioViews(reference);
  const others = nodesOf(reference, "gold.").filter(({ model }) => !views.includes(model.relation));
  const nameOf = ({ model }: GraphNode): string => model.relation.replace("gold.", "");
  const group = ([intro, belongs]: (typeof goldGroups)[number]): string[] => [
    intro,
    ...others.filter((node) => belongs(nameOf(node))).map((node) => relationSection(reference, node)),
  ];
  const [facts, dimensions, oee, iso] = goldGroups.map(group);
  const rest = others.filter((node) => !goldGroups.some(([, belongs]) => belongs(nameOf(node))));
  return [
    ...(facts ?? []),
    ...(dimensions ?? []),
    ...(oee ?? []),
    ratioSection(reference),
    "**Losses, reliability, quality, energy and data**: views over the facts.",
    ...rest.map((node) => relationSection(reference, node)),
    ...(iso ?? []),
  ];
}

const sections = (reference: SqlReference, layer: string): readonly string[] =>
  nodesOf(reference, layer).map((node) => relationSection(reference, node));

function nodesOf({ graph }: SqlReference, layer: string): readonly GraphNode[] {
  return [...graph.nodes.values()]
    .filter(({ model }) => model.relation.startsWith(layer))
    .toSorted((a, b) => (a.model.relation < b.model.relation ? -1 : 1));
}
