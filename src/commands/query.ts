import { UsageError } from "../lib/errors.ts";
import { defineCommand } from "./command.ts";
import { wholeNumber } from "./option-values.ts";
import { memoryBytes, paramOption, statementOptions, timeoutMs } from "./statement-options.ts";

export const queryCommand = defineCommand({
  usage: "query [sql]",
  describe: "Run one read-only SQL statement on bronze.*, silver.* and gold.*",
  positionals: {
    sql: { type: "string", describe: "The statement, in quotes" },
  },
  options: {
    file: {
      type: "string",
      requiresArg: true,
      describe: "Read the statement from a file (- for standard input)",
    },
    param: paramOption,
    ...statementOptions,
  },
  examples: [
    ['indkpi query "select * from gold.oee_by_day"', "a table on a terminal, NDJSON into a pipe"],
    ['indkpi query "select * from gold.oee_by_line" --format csv > oee.csv', "a file for a spreadsheet"],
    [
      'indkpi query "select * from gold.fact_loss where machine_id = $m" --param m=CNC_01',
      "values beside the statement, and never part of it",
    ],
    ["indkpi query --file losses.sql --json", "a longer statement, the rows as one JSON array"],
  ],
  run: async ({ sql, file, param, format, limit, timeout, "memory-limit": memory }, context) => {
    const limits = { memoryBytes: memoryBytes(memory), timeoutMs: timeoutMs(timeout) };
    const maxRows = limit === undefined ? undefined : wholeNumber("limit", limit, { min: 0 });
    const source = statementSource(sql, file);
    const { runQuery } = await import("./query-handler.ts");
    return runQuery({ source, given: param ?? [], format, maxRows, ...limits }, context);
  },
});

/** Where the statement is: on the command line, in a file, or on standard input. */
export type StatementSource =
  | { readonly kind: "text"; readonly sql: string }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "stdin" };

function statementSource(sql: string | undefined, file: string | undefined): StatementSource {
  if (sql !== undefined && file !== undefined) {
    throw new UsageError("both a statement and --file are given", "give one of the two");
  }
  if (file !== undefined) return file === "-" ? { kind: "stdin" } : { kind: "file", path: file };
  if (sql !== undefined && sql.trim() !== "") return { kind: "text", sql };
  throw new UsageError("query needs a statement", 'as in indkpi query "select * from gold.oee_by_day"');
}
