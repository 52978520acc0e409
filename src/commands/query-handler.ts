import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";

import { streamResult } from "../engine/result.ts";
import { sqlError } from "../engine/sql-error.ts";
import { StatementFailure } from "../engine/statement-failure.ts";
import { ExitCode, UsageError } from "../lib/errors.ts";
import { chooseFormat, printResult } from "../lib/output.ts";
import type { ResultFormat } from "../lib/result.ts";
import { withLake } from "../pipeline/lake.ts";
import type { CommandContext } from "./command.ts";
import type { StatementSource } from "./query.ts";

export interface QueryOptions {
  readonly source: StatementSource;
  /** As asked; see chooseFormat. */
  readonly format: ResultFormat | undefined;
  readonly maxRows: number | undefined;
}

/** Runs one read-only statement and prints its rows. */
export async function runQuery(
  { source, format, maxRows }: QueryOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { paths, signal, stdout, settings, note } = context;
  const { name, sql } = await readStatement(source);
  await withLake({ paths, signal }, async ({ database, bindFor, seal }) => {
    await bindFor(sql, name);
    await seal();
    const prefix = maxRows === undefined ? "" : "select * from (";
    const limited = maxRows === undefined ? sql : `${prefix}${sql}\n) limit ${maxRows}`;
    try {
      await printResult(await streamResult(database, limited), {
        format: chooseFormat(format, { isJson: settings.isJson, stream: stdout }),
        stream: stdout,
        note,
      });
    } catch (failure) {
      if (!(failure instanceof StatementFailure)) throw failure;
      throw sqlError(failure, { file: name, sql, prefixLength: prefix.length });
    }
  });
  return ExitCode.done;
}

const trimmed = (sql: string): string => sql.replace(/[;\s]+$/, "");

/** The statement without its closing semicolon, and what to call it in messages. */
async function readStatement(source: StatementSource): Promise<{ name: string; sql: string }> {
  switch (source.kind) {
    case "text":
      return { name: "query", sql: trimmed(source.sql) };
    case "stdin":
      return { name: "stdin", sql: trimmed(await text(process.stdin)) };
    case "file":
      try {
        return { name: source.path, sql: trimmed(await readFile(source.path, "utf8")) };
      } catch (cause) {
        const message = cause instanceof Error ? cause.message : String(cause);
        throw new UsageError(`cannot read ${source.path}: ${message}`, "give the path of an SQL file");
      }
  }
}
