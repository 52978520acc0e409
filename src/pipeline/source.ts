import { z } from "zod";

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

/** A source as it reads files whose objects hold nothing but its fields, and no null. */
export interface PlainReading {
  /** Reads `landing.<source>` with the column `fields` in place of the text of a line, which is null. */
  readonly sql: string;
  readonly fields: Readonly<Record<string, FieldType>>;
}

type FieldType = "VARCHAR" | "DOUBLE";

const fieldTypes = z.record(z.string(), z.enum(["VARCHAR", "DOUBLE"]));

const parsedFields = /try\(json_transform\(line_text, '([^']*)'\)\)/;
const countedKeys = /try\(len\(json_keys\(line_text\)\)\)/g;

/**
 * A source whose SQL takes its fields by one `try(json_transform(line_text, '{"name": "VARCHAR", ...}'))`, all of them
 * VARCHAR or DOUBLE, and tells lines with more in them by `try(len(json_keys(line_text)))`, can be read at twice the
 * speed: DuckDB's JSON reader gives the fields and refuses unknown keys, so there is nothing to count, and what only
 * concerns such lines falls out of the plan. Undefined for a source that is written in another way; it needs no more.
 */
export function plainReading(sql: string): PlainReading | undefined {
  const [call, structure] = parsedFields.exec(sql) ?? [];
  if (call === undefined || structure === undefined) return undefined;
  const fields = fieldTypes.safeParse(parseJson(structure));
  if (!fields.success) return undefined;
  return {
    sql: sql.replace(call, "fields").replace(countedKeys, "cast(null as bigint)"),
    fields: fields.data,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
