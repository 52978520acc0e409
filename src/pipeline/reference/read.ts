import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { checkTable } from "./check-table.ts";
import { readCsv, type CsvFile } from "./csv.ts";
import { ReferenceError, type Fault } from "./faults.ts";
import { didYouMean } from "./nearest.ts";
import { checkRules } from "./rules.ts";
import { tableSpecs } from "./schema.ts";
import type { Table } from "./table.ts";

/** One reference table, checked. */
export interface ReferenceTable {
  /** e.g. `sites`. */
  readonly name: string;
  /** All columns of the contract, in its order. */
  readonly columns: readonly string[];
  /**
   * Trimmed text, null where empty or where the file lacks the column. Weekdays are a comma list in week order, an
   * end at `24:00` is `00:00`, timestamps are spelt out with seconds and offset.
   */
  readonly rows: readonly (readonly (string | null)[])[];
  /** The source line on which each row begins. */
  readonly lines: readonly number[];
}

/** The plant as its reference files describe it. */
export interface Reference {
  /** All tables of the contract; empty where the file is missing. */
  readonly tables: ReadonlyMap<string, ReferenceTable>;
  /** SHA-256 in hex of each table's rows, whatever the order of rows and columns in the file. */
  readonly contentIds: ReadonlyMap<string, string>;
}

interface Found {
  readonly files: ReadonlyMap<string, CsvFile>;
  readonly faults: readonly Fault[];
}

const fileNames = tableSpecs.map((spec) => `${spec.name}.csv`);

const wholeFileFault = (file: string, message: string): Fault => ({
  file,
  line: null,
  column: null,
  columnName: null,
  message,
});

const errorCode = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : String(error);

function readFault(file: string, error: unknown): Fault {
  const code = errorCode(error);
  return wholeFileFault(
    file,
    code === "EISDIR" ? "is a directory, expected a file" : `cannot be read (${code})`,
  );
}

function unknownFile(name: string): Fault {
  const message = `unknown file: expected one of ${fileNames.join(", ")}${didYouMean(name, fileNames)}`;
  return wholeFileFault(`reference/${name}`, message);
}

async function readFiles(directory: string): Promise<Found> {
  let names: readonly string[];
  try {
    names = await readdir(directory);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return { files: new Map(), faults: [] };
    return {
      files: new Map(),
      faults: [wholeFileFault("reference", `cannot be read (${errorCode(error)})`)],
    };
  }
  const faults = names
    .filter((name) => /^[^.~].*\.csv$/i.test(name) && !fileNames.includes(name))
    .map((name) => unknownFile(name));
  const files = new Map<string, CsvFile>();
  for (const name of fileNames.filter((known) => names.includes(known))) {
    try {
      files.set(name, readCsv(await readFile(join(directory, name))));
    } catch (error) {
      faults.push(readFault(`reference/${name}`, error));
    }
  }
  return { files, faults };
}

function toReferenceTable({ spec, rows }: Table): ReferenceTable {
  const columns = spec.columns.map((column) => column.name);
  return {
    name: spec.name,
    columns,
    rows: rows.map((row) => row.values),
    lines: rows.map((row) => row.record.line),
  };
}

function contentId({ rows }: ReferenceTable): string {
  const sorted = rows.map((row) => JSON.stringify(row)).toSorted();
  return createHash("sha256").update(sorted.join("\n")).digest("hex");
}

/**
 * Reads and checks the plant's reference files. A missing directory is an empty plant.
 * Throws one ReferenceError with every fault of every file.
 */
export async function readReference(directory: string): Promise<Reference> {
  const { files, faults } = await readFiles(directory);
  const checked = tableSpecs.map((spec) => checkTable(spec, files.get(`${spec.name}.csv`)));
  const tables = new Map(checked.map(({ table }) => [table.spec.name, table]));
  const all = [...faults, ...checked.flatMap((result) => result.faults), ...checkRules(tables)];
  if (all.length > 0) throw new ReferenceError(all);

  const reference = [...tables.values()].map((table) => toReferenceTable(table));
  return {
    tables: new Map(reference.map((table) => [table.name, table])),
    contentIds: new Map(reference.map((table) => [table.name, contentId(table)])),
  };
}
