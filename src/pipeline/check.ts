import { sqlError } from "../engine/sql-error.ts";
import type { Database, Row } from "../engine/database.ts";
import { UserError } from "../lib/errors.ts";
import { checkInputs } from "./graph.ts";
import type { Check } from "./project.ts";

/** What a check found. */
export interface CheckResult {
  readonly check: Check;
  readonly failingRows: number;
  /** Some of the rows, to show. */
  readonly examples: readonly Row[];
}

const shownRows = 5;

/** Runs the checks whose inputs are all bound in the session. */
export async function runChecks(
  database: Database,
  checks: readonly Check[],
  isBound: (relation: string) => boolean,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    const inputs = await checkInputs(database, check);
    if (areBound(inputs, isBound)) results.push(await runCheck(database, check));
  }
  return results;
}

/** Whether all that a check reads is there. */
export function areBound(inputs: readonly string[], isBound: (relation: string) => boolean): boolean {
  return inputs.every((input) => input.startsWith("reference.") || isBound(input));
}

/** Runs a check whose inputs are bound in the session. */
export async function runCheck(database: Database, check: Check): Promise<CheckResult> {
  const prefix = "select * from (";
  const failing = `${prefix}${check.sql}\n)`;
  const rows = await database.rows(`${failing} limit ${shownRows}`).catch((failure: unknown) => {
    throw sqlError(failure, { ...check, prefixLength: prefix.length });
  });
  const [count] =
    rows.length < shownRows ? [] : await database.rows(`select count(*) as n from (${failing})`);
  return { check, failingRows: Number(count?.["n"] ?? rows.length), examples: rows };
}

/** Throws where a check of severity error found rows: what was staged stays out of sight. */
export function requireSound(results: readonly CheckResult[]): void {
  const failed = results.filter(({ check, failingRows }) => check.severity === "error" && failingRows > 0);
  if (failed.length === 0) return;
  const told = failed.map(
    ({ check, failingRows, examples }) =>
      `${check.file}: ${failingRows} rows: ${check.description}\n${examples.map((row) => `    ${JSON.stringify(row)}`).join("\n")}`,
  );
  throw new UserError(`${failed.length} of ${results.length} checks failed\n${told.join("\n")}`, {
    code: "CHECK_FAILED",
    hint: "nothing was published; the figures before this run are still there",
  });
}
