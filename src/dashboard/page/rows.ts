import type { Answer, Cell } from "../shared/answer.ts";

/** One row by the names of its columns. */
export type Row = Readonly<Record<string, Cell>>;

export function rowsOf({ columns, rows }: Pick<Answer, "columns" | "rows">): readonly Row[] {
  return rows.map((cells) => Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? null])));
}

/** A figure, or null where there is none. */
export function num(row: Row | undefined, name: string): number | null {
  const value = row?.[name];
  if (typeof value === "number") return value;
  // Whole numbers beyond 2^53 come as text.
  return typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : null;
}

/** A text; empty where there is none. */
export function text(row: Row | undefined, name: string): string {
  const value = row?.[name];
  return value === null || value === undefined ? "" : String(value);
}

/** The milliseconds since 1970 of a time, or null. */
export function time(row: Row | undefined, name: string): number | null {
  const at = Date.parse(text(row, name));
  return Number.isNaN(at) ? null : at;
}
