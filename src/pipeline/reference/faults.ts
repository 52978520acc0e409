import { ExitCode, UserError } from "../../lib/errors.ts";

/** One thing wrong in the reference files. */
export interface Fault {
  /** e.g. `reference/shifts.csv`. */
  readonly file: string;
  /** From 1; null when the file as a whole is at fault. */
  readonly line: number | null;
  /**
   * From 1, in characters: where the field begins in that line, at its opening quote if it has one and after any
   * leading blanks. Null when no place in a line is known.
   */
  readonly column: number | null;
  readonly columnName: string | null;
  /** What was found and what is allowed; begins with the column's name and the text found, where there is one. */
  readonly message: string;
}

const maxPrinted = 100;
const maxQuoted = 60;

/** Text from a file as messages show it: quoted, on one line, cut when long. */
export function quote(text: string): string {
  const letters = Array.from(text);
  const shown = letters.length > maxQuoted ? `${letters.slice(0, maxQuoted).join("")}...` : text;
  return `"${shown.replaceAll("\r", "\\r").replaceAll("\n", "\\n")}"`;
}

const compareFaults = (left: Fault, right: Fault): number =>
  Number(left.file > right.file) - Number(left.file < right.file) ||
  (left.line ?? 0) - (right.line ?? 0) ||
  (left.column ?? 0) - (right.column ?? 0);

function formatFault({ file, line, column, message }: Fault): string {
  return `${[file, line, column].filter((part) => part !== null).join(":")}: ${message}`;
}

function formatFaults(faults: readonly Fault[]): string {
  const title = `${faults.length} ${faults.length === 1 ? "fault" : "faults"} in the reference files`;
  const more = faults.length > maxPrinted ? [`... and ${faults.length - maxPrinted} more`] : [];
  return [title, ...faults.slice(0, maxPrinted).map(formatFault), ...more].join("\n");
}

/** All faults of the reference files at once, in the order of file, line and column. */
export class ReferenceError extends UserError {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    const sorted = faults.toSorted(compareFaults);
    super(formatFaults(sorted), {
      code: "REFERENCE_FAULT",
      hint: "correct these places (file:line:column) and run again; nothing has been published",
      exitCode: ExitCode.usage,
    });
    this.faults = sorted;
  }
}
