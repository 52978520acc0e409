/**
 * How SQL text begins and ends, by walking along it: an expression that tries every way to split a run of blanks or of
 * comments takes time that grows with its square, or worse, and the text is a stranger's.
 */

/** Where the first word stands, after blanks and whole comments. */
export function startOfCode(sql: string): number {
  let at = 0;
  for (;;) {
    const end = endOfGap(sql, at);
    if (end === at) return at;
    at = end;
  }
}

/** Where a blank or a comment that begins at a place ends; the place itself where none does. */
function endOfGap(sql: string, at: number): number {
  if (sql.startsWith("--", at)) {
    const end = sql.indexOf("\n", at);
    return end < 0 ? sql.length : end + 1;
  }
  if (sql.startsWith("/*", at)) {
    const end = sql.indexOf("*/", at + 2);
    return end < 0 ? at : end + 2;
  }
  return /\s/.test(sql.charAt(at)) ? at + 1 : at;
}

/** The text without the blanks and semicolons at its end. */
export function withoutEnding(sql: string): string {
  let end = sql.length;
  while (end > 0 && /[;\s]/.test(sql.charAt(end - 1))) end -= 1;
  return sql.slice(0, end);
}
