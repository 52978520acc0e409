import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import type { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";

import { identifier, type Database } from "../engine/database.ts";
import { streamTexts, type TextBlock } from "../engine/result.ts";
import { describeSelect, type Column } from "../engine/select.ts";

export interface CopyEffects {
  readonly signal: AbortSignal;
  /** So many rows more are on their way. */
  readonly advance: (rows: number) => void;
}

/**
 * Copies what a SELECT of DuckDB returns into a table of PostgreSQL, columns by name, and gives the number of rows. DuckDB
 * writes whole lines of COPY's text format, so that a row is one text in JavaScript; no more than some blocks of
 * them are in memory.
 */
export async function copyRows(
  { database, client }: { database: Database; client: Client },
  select: string,
  table: string,
  { signal, advance }: CopyEffects,
): Promise<number> {
  const columns = await describeSelect(database, select);
  const names = columns.map(({ name }) => identifier(name)).join(", ");
  const blocks = streamTexts(database, `select ${copyLine(columns)} from (${select}\n) as star_rows`);
  const stream = client.query(copyFrom(`copy ${table} (${names}) from stdin`));
  await pipeline(Readable.from(texts(blocks, advance)), stream, { signal });
  return stream.rowCount;
}

async function* texts(
  blocks: AsyncIterable<TextBlock>,
  advance: (rows: number) => void,
): AsyncGenerator<string> {
  for await (const { text, rows } of blocks) {
    yield text;
    advance(rows);
  }
}

/** One row as a line of COPY's text format: tabs between, \N for null, backslashes before what would end a field. */
function copyLine(columns: readonly Column[]): string {
  const fields = columns.map(({ name, type }) => `coalesce(${fieldText(identifier(name), type)}, '\\N')`);
  // One call: a chain of || copies the line once for every field.
  return `concat(${fields.join(", chr(9), ")}, chr(10))`;
}

/** PostgreSQL holds no NUL in a text: the sign for it stands in its place. */
export function holdable(text: string): string {
  return `replace(${text}, chr(0), '\u2400')`;
}

function fieldText(column: string, type: string): string {
  if (type !== "VARCHAR") return `cast(${column} as varchar)`;
  const escapes = [
    ["chr(92)", "'\\\\'"],
    ["chr(9)", "'\\t'"],
    ["chr(10)", "'\\n'"],
    ["chr(13)", "'\\r'"],
  ];
  return escapes.reduce((text, [from, to]) => `replace(${text}, ${from}, ${to})`, holdable(column));
}
