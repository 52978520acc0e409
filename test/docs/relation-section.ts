import type { GraphNode } from "../../src/pipeline/graph.ts";
import type { SqlReference } from "../helpers/reference-docs.ts";
import { columnTable } from "./column-table.ts";
import { anchor, code } from "./markdown.ts";
import { ratioHeading, ratioViews } from "./ratio-views.ts";

/** What a row is, grain, kind, version, inputs and columns of one relation. */
export function relationSection(reference: SqlReference, { model, inputs }: GraphNode): string {
  const { relation, description, grain, kind, version, file, collect } = model;
  const keys = grain.map(({ name, isNullable }) => code(name) + (isNullable ? " (may be null)" : ""));
  const facts = [
    `- [${file}](${file.replace("sql/", "")}), ${kind}, version ${version}`,
    `- Grain: ${keys.length === 0 ? "none" : keys.join(", ")}`,
    `- Made from: ${inputs.map((input) => inputLink(reference, input)).join(", ") || "constants in the file"}`,
  ];
  if (collect !== undefined) {
    const members = reference.graph.collections.get(collect.relation) ?? [];
    const list = members.map((member) => inputLink(reference, member)).join(", ");
    facts.push(`- \`${collect.relation}\` is all rows of every \`${collect.prefix}*\`: ${list}`);
  }
  const columns = reference.columns.get(relation) ?? [];
  return [
    `### \`${relation}\``,
    description,
    facts.join("\n"),
    columnTable(reference, relation, columns),
  ].join("\n\n");
}

function inputLink(reference: SqlReference, input: string): string {
  if (!reference.graph.nodes.has(input)) return code(input);
  const heading = ratioViews(reference).includes(input) ? ratioHeading : input;
  return `[\`${input}\`](#${anchor(heading)})`;
}
