import type { Column } from "../engine/select.ts";

/** What a Bronze model reads: `landing.<source>`, a row per line of the source's files. */
export const sourceColumns: readonly Column[] = [
  { name: "line_text", type: "VARCHAR" },
  { name: "source_file", type: "VARCHAR" },
  { name: "line_number", type: "BIGINT" },
];

const servingColumns = ["line_number", "source_file", "reject_reason", "reject_text", "event_date"];

/** The columns of a Bronze relation, from those that its model returns: verdicts out, provenance in. */
export function bronzeColumns(modelColumns: readonly Column[]): readonly Column[] {
  return [
    ...modelColumns.filter(({ name }) => !servingColumns.includes(name)),
    { name: "_source_file", type: "VARCHAR" },
    { name: "_batch_id", type: "VARCHAR" },
    { name: "_ingested_at", type: "TIMESTAMP" },
    { name: "event_date", type: "DATE" },
  ];
}
