import { UsageError } from "../lib/errors.ts";
import { resultFormats } from "../lib/result.ts";
import { defineCommand } from "./command.ts";
import { wholeNumber } from "./option-values.ts";

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
    format: {
      choices: resultFormats,
      requiresArg: true,
      describe: "Output format",
      defaultDescription: "table on a terminal, else ndjson",
    },
    limit: { type: "number", requiresArg: true, describe: "Print at most so many rows" },
  },
  examples: [
    ['indkpi query "select * from gold.oee_by_day"', "a table on a terminal, NDJSON into a pipe"],
    ['indkpi query "select * from gold.oee_by_line" --format csv > oee.csv', "a file for a spreadsheet"],
    ["indkpi query --file losses.sql --json", "a longer statement, the rows as one JSON array"],
  ],
  run: async ({ sql, file, format, limit }, context) => {
    const maxRows = limit === undefined ? undefined : wholeNumber("limit", limit, { min: 0 });
    const source = statementSource(sql, file);
    const { runQuery } = await import("./query-handler.ts");
    return runQuery({ source, format, maxRows }, context);
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
