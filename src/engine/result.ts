import type { DuckDBType } from "@duckdb/node-api";

import type { SqlParameter } from "../lib/parameters.ts";
import type { ColumnKind, QueryResult, ResultRow } from "../lib/result.ts";
import type { Database } from "./database.ts";
import { duckdb } from "./duckdb.ts";
import { StatementFailure } from "./statement-failure.ts";
import { toJsonValue } from "./values.ts";

const { DuckDBTypeId } = duckdb;

/**
 * Runs a statement and gives its rows as they come, in bounded memory.
 *
 * A stream of DuckDB that fails on its way ends as if it were complete, and the driver cannot ask why. So a last row is
 * added that only a complete result has; where it is missing, the statement is run again for its error.
 *
 * @throws `StatementFailure`, at once or while the rows are read
 */
export async function streamResult(
  database: Database,
  sql: string,
  parameters: readonly SqlParameter[] = [],
): Promise<QueryResult> {
  const columns = await database.prepare(sql, parameters);
  const nulls = columns.map(() => "null, ").join("");
  const marked = `select *, false from (${sql}\n) union all select ${nulls}true`;
  const result = await database.stream(marked, parameters);
  return {
    columns: columns.map(({ name, type }) => ({ name, kind: kindOf(type) })),
    rows: batches(() => findFailure(database, sql, parameters), result.yieldConvertedRows(toJsonValue)),
  };
}

async function* batches(
  failure: () => Promise<unknown>,
  stream: AsyncIterable<readonly (readonly unknown[])[]>,
): AsyncGenerator<readonly ResultRow[]> {
  let isComplete = false;
  for await (const batch of stream) {
    isComplete = batch.at(-1)?.at(-1) === true;
    const rows = isComplete ? batch.slice(0, -1) : batch;
    if (rows.length > 0) yield rows.map((row) => row.slice(0, -1));
  }
  if (!isComplete) throw await failure();
}

async function findFailure(
  database: Database,
  sql: string,
  parameters: readonly SqlParameter[],
): Promise<unknown> {
  const prefix = "select count(columns(*)) from (";
  try {
    await (await database.stream(`${prefix}${sql}\n)`, parameters)).getRows();
  } catch (failure) {
    return failure instanceof StatementFailure ? failure.movedBy(-prefix.length) : failure;
  }
  return new StatementFailure("the result broke off", null, undefined);
}

/** Whether a type is an enum itself, and does not only hold one. */
export function isEnum({ typeId }: DuckDBType): boolean {
  return typeId === DuckDBTypeId.ENUM;
}

function kindOf(type: DuckDBType): ColumnKind {
  switch (type.typeId) {
    case DuckDBTypeId.TINYINT:
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UTINYINT:
    case DuckDBTypeId.USMALLINT:
    case DuckDBTypeId.UINTEGER:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UHUGEINT:
      return "integer";
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
    case DuckDBTypeId.DECIMAL:
      return "double";
    case DuckDBTypeId.VARCHAR:
      return "text";
    case DuckDBTypeId.DATE:
      return "date";
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_TZ:
      return "timestamp";
    case DuckDBTypeId.BOOLEAN:
      return "boolean";
    default:
      return "other";
  }
}
