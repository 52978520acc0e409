import type {
  DuckDBConnection,
  DuckDBInstance,
  DuckDBPreparedStatement,
  DuckDBResult,
  DuckDBType,
} from "@duckdb/node-api";

import type { SqlParameter } from "../lib/parameters.ts";
import { removeSpillFolder, spillFolder } from "../lib/spill.ts";
import { boundParameters } from "./bound-parameters.ts";
import { duckdb } from "./duckdb.ts";
import { StatementFailure, statementFailure } from "./statement-failure.ts";
import { toJsonValue, type JsonValue } from "./values.ts";

export interface DatabaseOptions {
  /** Where DuckDB may spill; a folder of this session's own is made inside and removed at the end. */
  readonly spillDirectory: string;
  /** DuckDB's own bound, e.g. "1GB"; its default is 80 % of the machine. */
  readonly memoryLimit?: string | undefined;
  /** How much it may spill, e.g. "10GB"; its default is 90 % of the free disk. */
  readonly spillLimit?: string | undefined;
  readonly threads?: number;
  /** Stops the running statement when aborted, and lets no further one begin. */
  readonly signal?: AbortSignal | undefined;
}

export type Row = Readonly<Record<string, JsonValue>>;

interface ResultShape {
  readonly name: string;
  readonly type: DuckDBType;
}

/** A statement that is asked many times. */
export interface KeptStatement {
  /** Names of the columns, and the rows in their order; parameters are texts, which the statement casts. */
  ask(parameters: Readonly<Record<string, string>>): Promise<{
    readonly columns: readonly string[];
    readonly rows: readonly (readonly JsonValue[])[];
  }>;
}

/** One in-memory DuckDB session: UTC, deterministic output order, no extension downloads, nothing of its own on disk. */
export interface Database {
  run(sql: string): Promise<void>;
  /** All rows as plain objects; integers beyond 2^53 come as strings, timestamps as ISO text in UTC. */
  rows(sql: string, parameters?: Readonly<Record<string, string | number>>): Promise<Row[]>;
  /**
   * Names and types of what a statement returns, and its rows as they come. A stream that fails on its way ends as if it
   * were complete: only `streamResult` should read one.
   */
  prepare(sql: string, parameters?: readonly SqlParameter[]): Promise<readonly ResultShape[]>;
  stream(sql: string, parameters?: readonly SqlParameter[]): Promise<DuckDBResult>;
  /** Parses a statement once; given its text each time, DuckDB would plan it without the parameters and then again with them. */
  keep(sql: string): Promise<KeptStatement>;
  /** Loads rows of text or null into a table of as many VARCHAR columns. */
  appendText(schema: string, table: string, rows: readonly (readonly (string | null)[])[]): Promise<void>;
  /** Share of the running statement that is done, 0..1, or null when DuckDB cannot tell or does not count (`enable_progress_bar`). */
  progress(): number | null;
  /** Stops the running statement, which fails; the next one runs as if nothing had been. */
  interrupt(): void;
  /**
   * Another session of the same database, to run statements at the same time: with relations, functions and temporary
   * tables of its own, and with the same memory, threads and settings. It is closed with the first.
   */
  fork(): Promise<Database>;
  /** Another session with the very relations of this one, temporary tables aside. It is closed with the first. */
  peer(): Promise<Database>;
}

/**
 * Opens a database, hands it to `work` and closes it whatever happens.
 *
 * @throws what `work` throws; what DuckDB refuses as `StatementFailure`; the reason of the signal once it is aborted
 */
export async function withDatabase<T>(
  { spillDirectory, memoryLimit, spillLimit, threads, signal }: DatabaseOptions,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const spill = spillFolder(spillDirectory);
  let instance: DuckDBInstance | undefined;
  const opened: Opened = { connections: [], statements: [] };
  const interrupt = (): void => {
    for (const connection of opened.connections) connection.interrupt();
  };
  signal?.addEventListener("abort", interrupt, { once: true });
  try {
    instance = await duckdb.DuckDBInstance.create(":memory:", {
      temp_directory: spill,
      errors_as_json: "true",
      // Its rewrite of `row_number() = 1` cannot spill and runs out of memory on large inputs.
      disabled_optimizers: "top_n_window_elimination",
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      ...(memoryLimit === undefined ? {} : { memory_limit: memoryLimit }),
      ...(spillLimit === undefined ? {} : { max_temp_directory_size: spillLimit }),
      ...(threads === undefined ? {} : { threads: String(threads) }),
    });
    return await work(await connecting(instance, opened, signal).first());
  } finally {
    signal?.removeEventListener("abort", interrupt);
    // A statement that is left over would hold the whole database in memory.
    for (const statement of opened.statements) statement.destroySync();
    for (const connection of opened.connections) connection.closeSync();
    instance?.closeSync();
    removeSpillFolder(spill, spillDirectory);
  }
}

/** What is to be closed with an instance. */
interface Opened {
  readonly connections: DuckDBConnection[];
  readonly statements: DuckDBPreparedStatement[];
}

interface Sessions {
  /** The one whose catalog is there from the beginning. */
  readonly first: () => Promise<Database>;
  /** One with a catalog of its own. */
  readonly fork: () => Promise<Database>;
  /** One more on a catalog that is there. */
  readonly peer: (catalog: string) => Promise<Database>;
}

/** How sessions of an instance are opened. */
function connecting(instance: DuckDBInstance, opened: Opened, signal: AbortSignal | undefined): Sessions {
  let catalogCount = 0;
  const open = async (catalog: string, beginning: string): Promise<Database> => {
    const connection = await instance.connect();
    opened.connections.push(connection);
    await connection.run(`${beginning}use ${catalog}`);
    await connection.run("set TimeZone = 'UTC'; set enable_progress_bar_print = false");
    return asDatabase(connection, { opened, sessions, catalog, signal });
  };
  const sessions: Sessions = {
    first: () => open("memory", ""),
    fork: () => {
      // Named before anything is waited for, as several may be opened at once.
      catalogCount += 1;
      const catalog = `session_${catalogCount}`;
      return open(catalog, `attach ':memory:' as ${catalog}; `);
    },
    peer: (catalog) => open(catalog, ""),
  };
  return sessions;
}

interface SessionPlace {
  readonly opened: Opened;
  readonly sessions: Sessions;
  readonly catalog: string;
  readonly signal: AbortSignal | undefined;
}

function asDatabase(
  connection: DuckDBConnection,
  { opened, sessions, catalog, signal }: SessionPlace,
): Database {
  const attempt = async <T>(sql: string, statement: () => Promise<T>): Promise<T> => {
    signal?.throwIfAborted();
    try {
      return await statement();
    } catch (failure) {
      throw statementFailure(failure, sql);
    }
  };
  return {
    run: async (sql) => {
      await attempt(sql, () => connection.run(sql));
    },
    rows: async (sql, parameters) => {
      const values = parameters === undefined ? undefined : { ...parameters };
      const reader = await attempt(sql, () => connection.runAndReadAll(sql, values));
      return reader.convertRowObjects(toJsonValue).map((row) => row);
    },
    prepare: async (sql, parameters = []) => {
      const statement = await attempt(sql, () => connection.prepare(sql));
      try {
        requireParameters(statement, parameters);
        if (parameters.length === 0) {
          return Array.from({ length: statement.columnCount }, (_, index) => ({
            name: statement.columnName(index),
            type: statement.columnType(index),
          }));
        }
      } finally {
        statement.destroySync();
      }
      // The types of parameters are known where they are bound, and with them those of the columns.
      const { values, types } = boundParameters(parameters);
      const prefix = "select * from (";
      const limited = `${prefix}${sql}\n) limit 0`;
      const result = await attempt(limited, () => connection.stream(limited, values, types)).catch(
        (failure: unknown) => {
          throw failure instanceof StatementFailure ? failure.movedBy(-prefix.length) : failure;
        },
      );
      return result.columnNames().map((name, index) => ({ name, type: result.columnType(index) }));
    },
    stream: (sql, parameters = []) => {
      const { values, types } = boundParameters(parameters);
      return attempt(sql, () => connection.stream(sql, values, types));
    },
    keep: async (sql) => {
      const statement = await attempt(sql, () => connection.prepare(sql));
      opened.statements.push(statement);
      return {
        ask: async (parameters) => {
          const reader = await attempt(sql, () => {
            statement.bind({ ...parameters });
            return statement.runAndReadAll();
          });
          return { columns: reader.columnNames(), rows: reader.convertRows(toJsonValue) };
        },
      };
    },
    appendText: (schema, table, rows) =>
      attempt("", async () => {
        const appender = await connection.createAppender(table, schema);
        for (const row of rows) {
          for (const cell of row) {
            if (cell === null) appender.appendNull();
            else appender.appendVarchar(cell);
          }
          appender.endRow();
        }
        appender.closeSync();
      }),
    progress: () => {
      const { percentage } = connection.progress;
      return percentage < 0 ? null : percentage / 100;
    },
    interrupt: () => connection.interrupt(),
    fork: () => sessions.fork(),
    peer: () => sessions.peer(catalog),
  };
}

/** The driver says of what is missing or too much only that it is so. */
function requireParameters(statement: DuckDBPreparedStatement, given: readonly SqlParameter[]): void {
  const names = Array.from({ length: statement.parameterCount }, (_, index) =>
    statement.parameterName(index + 1),
  );
  const missing = names.find((name) => !given.some((parameter) => parameter.name === name));
  if (missing !== undefined) throw new StatementFailure(`no value is given for $${missing}`, null, undefined);
  const spare = given.find(({ name }) => !names.includes(name));
  if (spare !== undefined) throw new StatementFailure(`there is no $${spare.name} in it`, null, undefined);
}

/** The version of DuckDB, as in `v1.5.6`. */
export const engineVersion: string = duckdb.version();

/** A string as an SQL literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
