import { createReadStream, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import type { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";

import { identifier, literal, type Database } from "../engine/database.ts";
import { describeSelect, type Column } from "../engine/select.ts";

export interface CopyEffects {
  readonly signal: AbortSignal;
  /** So many rows more are on their way. */
  readonly advance: (rows: number) => void;
}

/** Rows that are written to a file at once. */
export interface RowBatch {
  readonly select: string;
  /** How many, where it is known; else they do not count as progress. */
  readonly rows?: number;
}

/**
 * Copies what SELECTs of DuckDB of the same columns return into a table of PostgreSQL, columns by name, and gives the
 * number of rows. DuckDB writes COPY's text format to files in a folder of the system for temporary files, and these
 * are sent as they are: rows that become values of JavaScript on the way take three times as long. While one file is
 * sent the next one is written; no more than these two exist.
 */
export async function copyRows(
  { database, client }: { database: Database; client: Client },
  batches: readonly RowBatch[],
  table: string,
  { signal, advance }: CopyEffects,
): Promise<number> {
  const [first] = batches;
  if (first === undefined) return 0;
  const columns = await describeSelect(database, first.select);
  const names = columns.map(({ name }) => identifier(name)).join(", ");
  const scratch = mkdtempSync(join(tmpdir(), "indkpi-publish-"));
  let writing: Promise<unknown> = Promise.resolve();
  const write = async ({ select, rows = 0 }: RowBatch): Promise<WrittenBatch> => {
    const file = join(scratch, "next");
    const lines = `select ${copyLine(columns)} from (${select}\n) as star_rows`;
    await database.run(`copy (${lines}) to ${literal(file)} (${plainText})`);
    return { file, rows };
  };
  const begin = (batch: RowBatch): Promise<WrittenBatch> => {
    const written = write(batch);
    // A failure is seen when its turn comes.
    writing = written.catch(() => undefined);
    return written;
  };
  try {
    const stream = client.query(copyFrom(`copy ${table} (${names}) from stdin`));
    await pipeline(Readable.from(contents(batches, begin, advance)), stream, { signal });
    return stream.rowCount;
  } finally {
    // Nobody may take the folder away, or close the session, under a statement that still writes.
    await writing;
    rmSync(scratch, { recursive: true, force: true });
  }
}

interface WrittenBatch {
  readonly file: string;
  readonly rows: number;
}

/** Lines as they are, each with its end. */
const plainText = "format csv, header false, delimiter '', quote '', escape ''";
const blockBytes = 256 * 1024;

/** The bytes of each batch, the next one being written in the meantime. */
async function* contents(
  batches: readonly RowBatch[],
  begin: (batch: RowBatch) => Promise<WrittenBatch>,
  advance: (rows: number) => void,
): AsyncGenerator<Buffer> {
  let next: Promise<WrittenBatch> | undefined;
  for (const [index, batch] of batches.entries()) {
    const { file, rows } = await (next ?? begin(batch));
    const sent = `${file}.sent`;
    renameSync(file, sent);
    const following = batches[index + 1];
    if (following !== undefined) next = begin(following);
    yield* createReadStream(sent, { highWaterMark: blockBytes });
    advance(rows);
  }
}

/** One row as a line of COPY's text format, without its end: tabs between, \N for null, backslashes before what would end a field. */
function copyLine(columns: readonly Column[]): string {
  const fields = columns.map(({ name, type }) => `coalesce(${fieldText(identifier(name), type)}, '\\N')`);
  // One call: a chain of || copies the line once for every field.
  return `concat(${fields.join(", chr(9), ")})`;
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
