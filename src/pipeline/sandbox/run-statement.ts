import { streamResult } from "../../engine/result.ts";
import { sqlError } from "../../engine/sql-error.ts";
import { StatementFailure } from "../../engine/statement-failure.ts";
import { toJsonValue } from "../../engine/values.ts";
import { printResult, type OutputStream } from "../../lib/output.ts";
import type { QueryResult } from "../../lib/result.ts";
import { escapeControlsInLines } from "../../lib/terminal.ts";
import type { Lake } from "../lake.ts";
import { bindMacros } from "../macros.ts";
import { admit, readAsked } from "./admission.ts";
import type { Statement } from "./protocol.ts";

export interface StatementEffects {
  readonly stdout: OutputStream;
  readonly note: (message: string) => void;
  /** Shuts the session off from files; called once everything that the statement reads is bound. */
  readonly seal: () => Promise<void>;
}

/** Runs one statement of a stranger on a lake and prints its rows. */
export async function runStatement(
  lake: Lake,
  { name, sql, parameters, format, maxRows }: Statement,
  { stdout, note, seal }: StatementEffects,
): Promise<void> {
  const { verb, select } = readAsked(sql);
  await bindMacros(lake, await admit(select, name, lake));
  await lake.bindFor(select, name);
  await seal();
  if (verb !== "") {
    const plan = await explained(lake, `${verb}${select}`, { name, sql, parameters });
    if (format === "table")
      stdout.write(`${plan.rows.map((row) => escapeControlsInLines(String(row[1]))).join("\n")}\n`);
    else await printResult(plan, { format, stream: stdout, note });
    return;
  }
  const prefix = maxRows === null ? "" : "select * from (";
  const limited = maxRows === null ? select : `${prefix}${select}\n) limit ${maxRows}`;
  try {
    await printResult(await streamResult(lake.database, limited, parameters), {
      format,
      stream: stdout,
      note,
    });
  } catch (failure) {
    if (!(failure instanceof StatementFailure)) throw failure;
    throw sqlError(failure, { file: name, sql, prefixLength: prefix.length });
  }
}

async function explained(
  { database }: Lake,
  statement: string,
  { name, sql, parameters }: Pick<Statement, "name" | "sql" | "parameters">,
): Promise<QueryResult & { rows: readonly (readonly unknown[])[] }> {
  try {
    const result = await database.stream(statement, parameters);
    const rows: (readonly unknown[])[] = [];
    for await (const batch of result.yieldConvertedRows(toJsonValue)) rows.push(...batch);
    return { columns: result.columnNames().map((column) => ({ name: column, kind: "text" })), rows };
  } catch (failure) {
    if (!(failure instanceof StatementFailure)) throw failure;
    // The text before the SELECT is not of the same length as what was written, so the place is not told.
    throw sqlError(new StatementFailure(failure.message, null, failure), { file: name, sql });
  }
}
