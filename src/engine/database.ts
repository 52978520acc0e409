import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";

import { toJsonValue, type JsonValue } from "./values.ts";

export interface DatabaseOptions {
  /** Where DuckDB may spill; a folder of this process's own is made inside and removed at the end. */
  readonly spillDirectory: string;
  /** DuckDB's own bound, e.g. "1GB"; its default is 80 % of the machine. */
  readonly memoryLimit?: string;
  readonly threads?: number;
  /** Stops the running statement when aborted. */
  readonly signal?: AbortSignal | undefined;
}

export type Row = Readonly<Record<string, JsonValue>>;

/** One in-memory DuckDB session: UTC, deterministic output order, no extension downloads, nothing of its own on disk. */
export interface Database {
  run(sql: string): Promise<void>;
  /** All rows as plain objects; integers beyond 2^53 come as strings, timestamps as ISO text in UTC. */
  rows(sql: string, parameters?: Readonly<Record<string, string | number>>): Promise<Row[]>;
  /** Loads rows of text or null into a table of as many VARCHAR columns. */
  appendText(schema: string, table: string, rows: readonly (readonly (string | null)[])[]): Promise<void>;
  /** Share of the running statement that is done, 0..1, or null when DuckDB cannot tell. */
  progress(): number | null;
  readonly connection: DuckDBConnection;
}

/**
 * Opens a database, hands it to `work` and closes it whatever happens.
 *
 * @throws what `work` throws; DuckDB's own failures as plain `Error` (see `describeSqlError`)
 */
export async function withDatabase<T>(
  options: DatabaseOptions,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const spill = join(options.spillDirectory, String(process.pid));
  mkdirSync(spill, { recursive: true });
  const instance = await DuckDBInstance.create(":memory:", {
    temp_directory: spill,
    // Its rewrite of `row_number() = 1` cannot spill and runs out of memory on large inputs.
    disabled_optimizers: "top_n_window_elimination",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    ...(options.memoryLimit === undefined ? {} : { memory_limit: options.memoryLimit }),
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
  });
  const connection = await instance.connect();
  const interrupt = (): void => connection.interrupt();
  options.signal?.addEventListener("abort", interrupt, { once: true });
  try {
    await connection.run(
      "set TimeZone = 'UTC'; set enable_progress_bar = true; set enable_progress_bar_print = false",
    );
    return await work(asDatabase(connection));
  } finally {
    options.signal?.removeEventListener("abort", interrupt);
    connection.closeSync();
    instance.closeSync();
    rmSync(spill, { recursive: true, force: true });
  }
}

function asDatabase(connection: DuckDBConnection): Database {
  return {
    connection,
    run: async (sql) => {
      await connection.run(sql);
    },
    rows: async (sql, parameters) => {
      const reader = await connection.runAndReadAll(sql, parameters === undefined ? undefined : { ...parameters });
      return reader.convertRowObjects(toJsonValue).map((row) => row);
    },
    appendText: async (schema, table, rows) => {
      const appender = await connection.createAppender(table, schema);
      for (const row of rows) {
        for (const cell of row) {
          if (cell === null) appender.appendNull();
          else appender.appendVarchar(cell);
        }
        appender.endRow();
      }
      appender.closeSync();
    },
    progress: () => {
      const { percentage } = connection.progress;
      return percentage < 0 ? null : percentage / 100;
    },
  };
}

/** A string as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
