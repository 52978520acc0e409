import { UserError } from "../lib/errors.ts";
import { displayWidth } from "../lib/terminal.ts";
import { StatementFailure } from "./statement-failure.ts";

interface SqlSource {
  /** Path to show, relative to the repository. */
  readonly file: string;
  readonly sql: string;
  /** Bytes that were put before the file's text in the statement that failed. */
  readonly prefixLength?: number;
}

/** Turns DuckDB's failure into one that names file, line and column of the model, with the line and a caret. */
export function sqlError(failure: unknown, source: SqlSource): UserError {
  const message = failure instanceof Error ? failure.message : String(failure);
  const position = failure instanceof StatementFailure ? failure.position : null;
  return placedError(message, position, source, { code: "SQL_FAILED", cause: failure });
}

/** The same for text that the parser refused, with the offset that it gave. */
export function sqlErrorAt(message: string, position: number | null, source: SqlSource): UserError {
  return placedError(message, position, source, { code: "SQL_REFUSED" });
}

function placedError(
  message: string,
  position: number | null,
  { file, sql, prefixLength = 0 }: SqlSource,
  options: { readonly code: string; readonly cause?: unknown },
): UserError {
  const place = position === null ? undefined : placeOf(sql, position - prefixLength);
  return new UserError(
    place === undefined
      ? `${file}: ${message}`
      : `${file}:${place.line}:${place.column}: ${message}\n${place.picture}`,
    { ...options, hint: `mend ${file} and run the command again` },
  );
}

/** Wider lines are shown around the place only: one line may be a whole generated statement. */
const maxPictureWidth = 200;
const shownBefore = 60;
const shownAfter = 60;

interface Place {
  readonly line: number;
  /** In characters, from 1. */
  readonly column: number;
  readonly picture: string;
}

/** Where a byte offset lies; nowhere when it is outside the text: then the runner's own words are at fault. */
function placeOf(sql: string, position: number): Place | undefined {
  const bytes = Buffer.from(sql);
  if (!(position >= 0 && position <= bytes.length)) return undefined;
  const before = bytes.subarray(0, position).toString().split("\n");
  const line = before.length;
  const lead = before.at(-1) ?? "";
  const text = sql.split("\n")[line - 1]?.trimEnd() ?? "";
  const gutter = `  ${line} | `;
  if (displayWidth(text) > maxPictureWidth) {
    const column = Array.from(lead).length;
    return { line, column: column + 1, picture: pictureOfPart(gutter, text, column) };
  }
  // A tab stays a tab, so that the caret stands under its word wherever tabs stop.
  const blank = lead.split("\t").map((part) => " ".repeat(displayWidth(part)));
  const picture = `${gutter}${text}\n${" ".repeat(gutter.length)}${blank.join("\t")}^`;
  return { line, column: Array.from(lead).length + 1, picture };
}

/** The characters around a column of a long line. */
function pictureOfPart(gutter: string, text: string, column: number): string {
  const characters = Array.from(text);
  const from = Math.max(0, column - shownBefore);
  const to = Math.min(characters.length, column + shownAfter);
  // Blanks for tabs, so that the caret stands right wherever tabs would stop.
  const part = (start: number, end: number): string =>
    characters.slice(start, end).join("").replaceAll("\t", " ");
  const before = `${from > 0 ? "…" : ""}${part(from, column)}`;
  const shown = `${before}${part(column, to)}${to < characters.length ? "…" : ""}`;
  return `${gutter}${shown}\n${" ".repeat(gutter.length + displayWidth(before))}^`;
}
