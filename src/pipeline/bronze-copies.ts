import { identifier, type Database } from "../engine/database.ts";

/** Rows of Bronze that are to be read, and the files they lie in. */
interface WantedRows {
  /** Tells one choice of days from another; more files may come to the same choice. */
  readonly name: string;
  readonly files: readonly string[];
  /** As many rows as they hold, or more. */
  readonly countRows: () => number;
  readonly select: (files: readonly string[]) => string;
}

/**
 * Copies of Bronze in memory, for all lanes of a session. Telemetry that comes in small batches lies in many small files,
 * and to open all of them for each of a dozen models costs more than their rows do.
 */
export interface BronzeCopies {
  /** A table with these rows, brought up to date; undefined where it is as well to read the files. */
  tableOf(database: Database, rows: WantedRows): Promise<string | undefined>;
  /** Drops what nobody asked for since this was last called. Nobody may be reading. */
  dropUnused(database: Database): Promise<void>;
}

interface Copy {
  readonly table: string;
  files: ReadonlySet<string>;
  isUsed: boolean;
  /** Whether the rows could be had. */
  ready: Promise<boolean>;
}

/** From so many files on they cost more than a copy. */
const manyFiles = 8;
/** More rows are read from their files, for memory must not grow with a plant. */
const mostRows = 250_000;
/** What grows is one day or two; whoever builds a whole history reads files. */
const mostCopies = 2;

export function bronzeCopies(): BronzeCopies {
  const copies = new Map<string, Copy>();
  let madeCount = 0;

  const make = (database: Database, { name, files, select }: WantedRows): Copy => {
    madeCount += 1;
    const table = `memory.main.${identifier(`${name} ${madeCount}`)}`;
    const ready = succeeds(database, `create table ${table} as ${select(files)}`);
    return { table, files: new Set(files), isUsed: true, ready };
  };

  const grow = (database: Database, copy: Copy, { files, select }: WantedRows): void => {
    const added = files.filter((file) => !copy.files.has(file));
    copy.isUsed = true;
    if (added.length === 0) return;
    copy.files = new Set(files);
    copy.ready = copy.ready.then(
      async (isReady) =>
        isReady && (await succeeds(database, `insert into ${copy.table} by name ${select(added)}`)),
    );
  };

  return {
    tableOf: async (database, rows) => {
      if (rows.files.length < manyFiles || rows.countRows() > mostRows) return undefined;
      const wanted = new Set(rows.files);
      const known = copies.get(rows.name);
      const holdsOthers = known !== undefined && [...known.files].some((file) => !wanted.has(file));
      if (holdsOthers || (known === undefined && copies.size >= mostCopies)) return undefined;
      const copy = known ?? make(database, rows);
      if (known === undefined) copies.set(rows.name, copy);
      else grow(database, known, rows);
      return (await copy.ready) ? copy.table : undefined;
    },
    dropUnused: async (database) => {
      for (const [name, copy] of copies) {
        if (!copy.isUsed || !(await copy.ready)) {
          copies.delete(name);
          await database.run(`drop table if exists ${copy.table}`);
        }
        copy.isUsed = false;
      }
    },
  };
}

/** Of rows that cannot be had, whoever reads the files instead says why. */
function succeeds(database: Database, sql: string): Promise<boolean> {
  return database.run(sql).then(
    () => true,
    () => false,
  );
}
