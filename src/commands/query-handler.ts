import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";

import { ExitCode, UsageError } from "../lib/errors.ts";
import { chooseFormat } from "../lib/output.ts";
import type { ResultFormat } from "../lib/result.ts";
import { withoutEnding } from "../lib/sql-text.ts";
import { givenParameters } from "../pipeline/questions/parameters.ts";
import { defaultMemoryBytes, openSandbox } from "../pipeline/sandbox/sandbox.ts";
import type { CommandContext } from "./command.ts";
import type { StatementSource } from "./query.ts";

export interface QueryOptions {
  readonly source: StatementSource;
  /** Values for `$name`, as in `name=value`. */
  readonly given: readonly string[];
  /** As asked; see chooseFormat. */
  readonly format: ResultFormat | undefined;
  readonly maxRows: number | undefined;
  /** What the statement may take; undefined for what is usual. */
  readonly memoryBytes: number | undefined;
  /** 0 for ever. */
  readonly timeoutMs: number;
}

/** Runs one read-only statement in a process of its own, which prints its rows. */
export async function runQuery(
  { source, given, format, maxRows, memoryBytes = defaultMemoryBytes(), timeoutMs }: QueryOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { paths, signal, stdout, settings } = context;
  // Opens the warehouse while the statement is read.
  const { isQuiet } = settings;
  const sandbox = openSandbox({ paths, isQuiet, isSession: false, memoryBytes, timeoutMs });
  signal.addEventListener("abort", sandbox.kill, { once: true });
  try {
    const { name, sql } = await readStatement(source);
    await sandbox.run({
      name,
      sql,
      parameters: givenParameters(sql, given),
      format: chooseFormat(format, { isJson: settings.isJson, stream: stdout }),
      maxRows: maxRows ?? null,
    });
  } finally {
    signal.removeEventListener("abort", sandbox.kill);
    sandbox.kill();
  }
  return ExitCode.done;
}

/** The statement without its closing semicolon, and what to call it in messages. */
async function readStatement(source: StatementSource): Promise<{ name: string; sql: string }> {
  switch (source.kind) {
    case "text":
      return { name: "query", sql: withoutEnding(source.sql) };
    case "stdin":
      return { name: "stdin", sql: withoutEnding(await text(process.stdin)) };
    case "file":
      try {
        return { name: source.path, sql: withoutEnding(await readFile(source.path, "utf8")) };
      } catch (cause) {
        const message = cause instanceof Error ? cause.message : String(cause);
        throw new UsageError(`cannot read ${source.path}: ${message}`, "give the path of an SQL file");
      }
  }
}
