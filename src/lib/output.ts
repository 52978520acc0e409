import { once } from "node:events";

import { UserError } from "./errors.ts";
import { arraysEncoding, csvEncoding, jsonEncoding, ndjsonEncoding, type RowEncoding } from "./formats.ts";
import {
  rowBatches,
  type QueryResult,
  type ResultColumn,
  type ResultFormat,
  type ResultRow,
} from "./result.ts";
import { renderMarkdown, renderTable } from "./table.ts";
import { escapeControlsInLines } from "./terminal.ts";

/** Where results go: stdout, a file, or what a test listens to. */
export type OutputStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
};

export interface PrintOptions {
  readonly format: ResultFormat;
  readonly stream: OutputStream;
  /** Called with what the reader should know of the printed rows; goes to stderr. */
  readonly note?: (message: string) => void;
  /** A table is held in memory as a whole; a terminal gets at most so many rows of it. */
  readonly terminalRows?: number;
}

export interface Printed {
  readonly rowCount: number;
}

const encodings = { csv: csvEncoding, json: jsonEncoding, ndjson: ndjsonEncoding, arrays: arraysEncoding };

/** The format to print in: as asked, else JSON under --json, a table on a terminal, NDJSON into a pipe. */
export function chooseFormat(
  asked: ResultFormat | undefined,
  { isJson, stream }: { isJson: boolean; stream: OutputStream },
): ResultFormat {
  if (asked !== undefined) return asked;
  if (isJson) return "json";
  return stream.isTTY ? "table" : "ndjson";
}

/** Prints rows as they come, no faster than they are read; tables when all have come. */
export async function printResult(result: QueryResult, options: PrintOptions): Promise<Printed> {
  const { format, stream } = options;
  if (format === "table") return printTable(result, options);
  if (format === "markdown") return printMarkdown(result, stream);
  return printEncoded(result, encodings[format](result.columns), stream);
}

async function printEncoded(
  result: QueryResult,
  encoding: RowEncoding,
  stream: OutputStream,
): Promise<Printed> {
  // A terminal obeys what a file only keeps.
  const shown = stream.isTTY ? escapeControlsInLines : (text: string) => text;
  let rowCount = 0;
  await write(stream, shown(encoding.start));
  for await (const rows of rowBatches(result.rows)) {
    rowCount += rows.length;
    for (const text of encodedTexts(encoding, rows)) await write(stream, shown(text));
  }
  await write(stream, encoding.end());
  return { rowCount };
}

/** Rows as one text, or as several where one would be longer than a string can be. */
function* encodedTexts(encoding: RowEncoding, rows: readonly ResultRow[]): Generator<string> {
  let text: string;
  try {
    text = encoding.encode(rows);
  } catch (failure) {
    if (!(failure instanceof RangeError)) throw failure;
    if (rows.length <= 1) throw tooLargeForText();
    const half = Math.ceil(rows.length / 2);
    yield* encodedTexts(encoding, rows.slice(0, half));
    yield* encodedTexts(encoding, rows.slice(half));
    return;
  }
  yield text;
}

async function printTable(result: QueryResult, options: PrintOptions): Promise<Printed> {
  const { stream, note = () => {}, terminalRows = 1000 } = options;
  const { rows, isCut } = await collectRows(result, stream.isTTY ? terminalRows : Number.POSITIVE_INFINITY);
  const { text, droppedColumns } = renderTable(
    result.columns,
    rows,
    stream.isTTY && stream.columns ? { width: stream.columns } : {},
  );
  await write(stream, text);
  if (droppedColumns.length > 0) note(droppedNote(result.columns, droppedColumns));
  if (isCut) note(`only the first ${rows.length} rows are shown; --format csv prints all`);
  return { rowCount: rows.length };
}

function droppedNote(columns: readonly ResultColumn[], dropped: readonly string[]): string {
  const names = dropped.length > 6 ? `${dropped.slice(0, 5).join(", ")} ...` : dropped.join(", ");
  return `${dropped.length} of ${columns.length} columns do not fit and are not shown (${names}); --format csv prints all`;
}

async function printMarkdown(result: QueryResult, stream: OutputStream): Promise<Printed> {
  const { rows } = await collectRows(result, Number.POSITIVE_INFINITY);
  await write(stream, renderMarkdown(result.columns, rows));
  return { rowCount: rows.length };
}

/** So much text a table is laid out from; more would take many times its size. */
const maxTableLength = 100_000_000;

async function collectRows(
  result: QueryResult,
  limit: number,
): Promise<{ rows: readonly ResultRow[]; isCut: boolean }> {
  const collected: ResultRow[] = [];
  let length = 0;
  for await (const rows of rowBatches(result.rows)) {
    for (const row of rows) {
      if (collected.length >= limit) return { rows: collected, isCut: true };
      for (const cell of row) length += typeof cell === "string" ? cell.length : 8;
      if (length > maxTableLength) throw tooLargeForTable();
      collected.push(row);
    }
  }
  return { rows: collected, isCut: false };
}

function tooLargeForTable(): UserError {
  return new UserError("the result is too large for a table", {
    code: "RESULT_TOO_LARGE",
    hint: "--format csv prints all, in any amount; or ask for less with --limit",
  });
}

function tooLargeForText(): UserError {
  return new UserError("a row of the result is too large to be printed", {
    code: "RESULT_TOO_LARGE",
    hint: "a row may have some 500 million characters; select part of its texts, as with left()",
  });
}

async function write(stream: OutputStream, text: string): Promise<void> {
  if (text !== "" && !stream.write(text)) await once(stream, "drain");
}
