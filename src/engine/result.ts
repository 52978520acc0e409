import { DuckDBTypeId, type DuckDBType } from "@duckdb/node-api";

import type { ColumnKind, QueryResult, ResultRow } from "../lib/result.ts";
import type { Database } from "./database.ts";
import { toJsonValue } from "./values.ts";

/** Runs a statement and gives its rows as they come, in bounded memory. */
export async function streamResult(database: Database, sql: string): Promise<QueryResult> {
  const result = await database.connection.stream(sql);
  const columns = result.deduplicatedColumnNames();
  const types = result.columnTypes();
  return {
    columns: columns.map((name, index) => ({ name, kind: kindOf(types[index]) })),
    rows: batches(result.yieldConvertedRows(toJsonValue)),
  };
}

async function* batches(rows: AsyncIterable<readonly (readonly unknown[])[]>): AsyncGenerator<readonly ResultRow[]> {
  for await (const batch of rows) yield batch;
}

function kindOf(type: DuckDBType | undefined): ColumnKind {
  switch (type?.typeId) {
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
