import { UserError } from "../lib/errors.ts";

interface SqlSource {
  /** Path to show, relative to the repository. */
  readonly file: string;
  readonly sql: string;
  /** Characters that were put before the file's text in the statement that failed. */
  readonly prefixLength?: number;
}

/**
 * Turns DuckDB's failure into one that names file, line and column of the model, with the line and a caret.
 *
 * DuckDB shows the place as `LINE n: <excerpt>` and a caret under the excerpt; the excerpt may be cut at both ends with
 * `...`, so the column is found by looking the excerpt up in that line of the file.
 */
export function sqlError(failure: unknown, { file, sql, prefixLength = 0 }: SqlSource): UserError {
  const message = failure instanceof Error ? failure.message : String(failure);
  const place = findPlace(message, sql, prefixLength);
  const summary = message.split(/\n\s*(?:LINE \d+:|Candidate functions:)/)[0]?.trim() ?? message;
  return new UserError(
    place === null ? `${file}: ${summary}` : `${file}:${place.line}:${place.column}: ${summary}\n${place.picture}`,
    { code: "SQL_FAILED", hint: `mend ${file} and run the command again`, cause: failure },
  );
}

/** The same for a fault whose offset into the text is known. */
export function sqlErrorAt(message: string, position: number | null, { file, sql }: SqlSource): UserError {
  const options = { code: "SQL_REFUSED", hint: `mend ${file} and run the command again` };
  if (position === null || Number.isNaN(position)) return new UserError(`${file}: ${message}`, options);
  const before = Buffer.from(sql).subarray(0, position).toString();
  const line = before.split("\n").length;
  const column = before.length - before.lastIndexOf("\n");
  return new UserError(`${file}:${line}:${column}: ${message}\n${picture(sql, line, column)}`, options);
}

interface Place {
  readonly line: number;
  readonly column: number;
  readonly picture: string;
}

function findPlace(message: string, sql: string, prefixLength: number): Place | null {
  const match = /LINE (\d+): (.*)\n( *)\^/.exec(message);
  if (match === null) return null;
  const [, lineText = "1", excerpt = "", spaces = ""] = match;
  const line = Number(lineText);
  const text = sql.split("\n")[line - 1] ?? "";
  const caret = spaces.length - `LINE ${lineText}: `.length;
  const core = excerpt.replace(/^\.\.\./, "").replace(/\.\.\.$/, "");
  const lead = excerpt.startsWith("...") ? 3 : 0;
  const at = text.indexOf(core);
  const offset = line === 1 ? prefixLength : 0;
  const column = Math.max(1, at >= 0 ? at + caret - lead + 1 : caret - offset + 1);
  return { line, column, picture: picture(sql, line, column) };
}

function picture(sql: string, line: number, column: number): string {
  const text = sql.split("\n")[line - 1] ?? "";
  const gutter = `  ${line} | `;
  return `${gutter}${text}\n${" ".repeat(gutter.length + column - 1)}^`;
}
