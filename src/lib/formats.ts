import type { ResultColumn, ResultRow } from "./result.ts";
import { csvText, jsonText } from "./values.ts";

/** A format that can be written while rows still come. */
export interface RowEncoding {
  readonly start: string;
  readonly encode: (rows: readonly ResultRow[]) => string;
  readonly end: () => string;
}

/**
 * RFC 4180 with a header line and UTF-8, but with LF as DuckDB's COPY writes it, not CRLF: what `query` prints and
 * what `export` writes are then the same bytes, and line tools can read both.
 */
export function csvEncoding(columns: readonly ResultColumn[]): RowEncoding {
  const encodeRow = (row: ResultRow) => {
    const fields = columns.map((column, index) => csvText(row[index], column.kind));
    // A lone null would be a blank line, which readers skip.
    return fields.length === 1 && fields[0] === "" ? '""\n' : csvLine(fields);
  };
  return {
    start: columns.length === 0 ? "" : csvLine(columns.map((column) => csvText(column.name))),
    encode: (rows) => (columns.length === 0 ? "" : rows.map(encodeRow).join("")),
    end: () => "",
  };
}

/** One JSON object a line. */
export function ndjsonEncoding(columns: readonly ResultColumn[]): RowEncoding {
  const encodeRow = objectEncoder(columns);
  return { start: "", encode: (rows) => rows.map((row) => `${encodeRow(row)}\n`).join(""), end: () => "" };
}

/**
 * One JSON array a line, the names of the columns first: what objects cannot tell, the columns of a result without rows
 * and their order where names look like numbers.
 */
export function arraysEncoding(columns: readonly ResultColumn[]): RowEncoding {
  const encodeRow = (row: ResultRow) =>
    `[${columns.map(({ kind }, index) => jsonText(row[index], kind)).join(",")}]\n`;
  return {
    start: `${JSON.stringify(columns.map(({ name }) => name))}\n`,
    encode: (rows) => rows.map(encodeRow).join(""),
    end: () => "",
  };
}

/** One array of objects, one object a line. */
export function jsonEncoding(columns: readonly ResultColumn[]): RowEncoding {
  const encodeRow = objectEncoder(columns);
  let isEmpty = true;
  return {
    start: "[",
    encode: (rows) => {
      if (rows.length === 0) return "";
      const text = (isEmpty ? "\n" : ",\n") + rows.map(encodeRow).join(",\n");
      isEmpty = false;
      return text;
    },
    end: () => (isEmpty ? "]\n" : "\n]\n"),
  };
}

function csvLine(fields: readonly string[]): string {
  return `${fields.join(",")}\n`;
}

function objectEncoder(columns: readonly ResultColumn[]): (row: ResultRow) => string {
  const names = uniqueNames(columns.map((column) => column.name));
  const members = columns.map(({ kind }, index) => ({ prefix: `${JSON.stringify(names[index])}:`, kind }));
  return (row) =>
    `{${members.map(({ prefix, kind }, index) => prefix + jsonText(row[index], kind)).join(",")}}`;
}

/** An object cannot hold two members of one name: the second `a` becomes `a_2`. */
function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set(names);
  const seen = new Set<string>();
  return names.map((name) => {
    let unique = name;
    if (seen.has(name)) {
      let number = 2;
      while (taken.has(`${name}_${number}`)) number += 1;
      unique = `${name}_${number}`;
      taken.add(unique);
    }
    seen.add(unique);
    return unique;
  });
}
