import { parse } from "csv-parse/sync";
import { z } from "zod";

/** What one column name means, in all relations or in those that its key names. */
export interface Entry {
  /** `column`, `layer.relation.column`, or with `*` in the relation. The most particular key counts. */
  readonly key: string;
  readonly scope: string;
  readonly column: string;
  readonly unit: string;
  /** `yes`, `no`, `within a, b` (rows that share these may be added), or empty where there is nothing to add. */
  readonly addsUp: string;
  readonly meaning: string;
  /** An SQL expression in names of the same row, or in `layer.relation.column` of the rows with the same key. */
  readonly formula: string;
  readonly nullWhen: string;
  readonly source: string;
}

export type Dictionary = readonly Entry[];

const Lines = z.array(
  z.strictObject({
    column: z.string(),
    unit: z.string(),
    adds_up: z.string(),
    meaning: z.string(),
    formula: z.string(),
    null_when: z.string(),
    source: z.string(),
  }),
);

/** Reads `sql/columns.csv`. */
export function parseDictionary(csv: string): Dictionary {
  return Lines.parse(parse(csv, { columns: true })).map((line) => {
    const end = line.column.lastIndexOf(".");
    return {
      key: line.column,
      scope: line.column.slice(0, Math.max(end, 0)),
      column: line.column.slice(end + 1),
      unit: line.unit,
      addsUp: line.adds_up,
      meaning: line.meaning,
      formula: line.formula,
      nullWhen: line.null_when,
      source: line.source,
    };
  });
}

/** The entry that counts for a column of a relation. */
export function entryFor(dictionary: Dictionary, relation: string, column: string): Entry | undefined {
  return dictionary
    .filter((entry) => entry.column === column && covers(entry.scope, relation))
    .toSorted((a, b) => particularity(b.scope) - particularity(a.scope))[0];
}

function covers(scope: string, relation: string): boolean {
  if (!scope.includes("*")) return scope === "" || scope === relation;
  const pattern = scope.replaceAll(".", "\\.").replaceAll("*", "[a-z0-9_]*");
  return new RegExp(`^${pattern}$`).test(relation);
}

function particularity(scope: string): number {
  return scope !== "" && !scope.includes("*") ? Number.POSITIVE_INFINITY : scope.length;
}
