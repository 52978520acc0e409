export const resultFormats = ["table", "csv", "json", "ndjson", "arrays", "markdown"] as const;

export type ResultFormat = (typeof resultFormats)[number];

/** What a column holds, so far as printing cares. */
export type ColumnKind = "integer" | "double" | "text" | "date" | "timestamp" | "boolean" | "other";

export interface ResultColumn {
  readonly name: string;
  readonly kind: ColumnKind;
}

/**
 * Values of one row in the order of the columns: bigint, number, string, boolean or null; dates as `YYYY-MM-DD`,
 * timestamps as ISO text with `Z`, lists and structs as nested plain values.
 */
export type ResultRow = readonly unknown[];

/** Rows of a query: all of them, or batches as they come. */
export interface QueryResult {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly ResultRow[] | AsyncIterable<readonly ResultRow[]>;
}

const batchRows = 1000;

/** The rows in batches, each small enough to become one piece of text. */
export async function* rowBatches(rows: QueryResult["rows"]): AsyncGenerator<readonly ResultRow[]> {
  if (!isArray(rows)) {
    yield* rows;
    return;
  }
  for (let start = 0; start < rows.length; start += batchRows) yield rows.slice(start, start + batchRows);
}

function isArray(rows: QueryResult["rows"]): rows is readonly ResultRow[] {
  return Array.isArray(rows);
}
