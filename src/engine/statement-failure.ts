import { z } from "zod";

/** A statement that DuckDB refused or could not finish. */
export class StatementFailure extends Error {
  override readonly name = "StatementFailure";
  /** Where in the statement, in bytes from its start; null where DuckDB cannot tell. */
  readonly position: number | null;

  constructor(message: string, position: number | null, cause: unknown) {
    super(message, { cause });
    this.position = position;
  }

  /** The same failure of a statement that begins so many bytes later. */
  movedBy(bytes: number): StatementFailure {
    return new StatementFailure(this.message, this.position === null ? null : this.position + bytes, this);
  }
}

const report = z.object({
  exception_type: z.string(),
  exception_message: z.string(),
  error_subtype: z.string().optional(),
  position: z.string().optional(),
});

/** What DuckDB throws under `errors_as_json`, read; anything else as it is. */
export function statementFailure(failure: unknown, statement: string): unknown {
  if (!(failure instanceof Error)) return failure;
  const found = report.safeParse(jsonWithin(failure.message));
  if (!found.success) return failure;
  const { exception_type: type, exception_message: message, error_subtype: subtype, position } = found.data;
  // The overloads of a function that did not fit fill a screen and do not help.
  const [summary = message] = message.split(/\n\s*Candidate functions:/);
  return new StatementFailure(
    `${type} Error: ${summary.trim()}`,
    bytePosition(position, subtype, statement),
    failure,
  );
}

/** The grammar counts characters where everything else counts bytes. */
export function bytePosition(
  position: string | undefined,
  subtype: string | undefined,
  statement: string,
): number | null {
  if (position === undefined) return null;
  if (subtype !== "SYNTAX_ERROR") return Number(position);
  return Buffer.byteLength(Array.from(statement).slice(0, Number(position)).join(""));
}

/** Syntax errors come with words before the JSON. */
function jsonWithin(message: string): unknown {
  try {
    return JSON.parse(message.slice(Math.max(0, message.indexOf("{"))));
  } catch {
    return undefined;
  }
}
