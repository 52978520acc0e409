import type { CsvRecord } from "./csv.ts";
import { quote, type Fault } from "./faults.ts";
import type { TableSpec } from "./spec.ts";

/** Where columns stand, by name. */
export interface Layout {
  /** In the contract. */
  readonly columns: ReadonlyMap<string, number>;
  /** In the file. */
  readonly fields: ReadonlyMap<string, number>;
}

export interface Row {
  readonly layout: Layout;
  readonly record: CsvRecord;
  /** In contract order, as the pipeline reads them; null when empty, at fault or not in the file. */
  readonly values: readonly (string | null)[];
  /** Columns whose cell is at fault. */
  readonly faulty: ReadonlySet<string>;
  /** Whether the row has as many fields as the header: otherwise its cells may stand in the wrong columns. */
  readonly isAligned: boolean;
  /** Whether header and row are free of faults, so that rules across rows are worth checking. */
  readonly isSound: boolean;
}

/** A table after header and cells have been checked. */
export interface Table {
  readonly spec: TableSpec;
  /** `reference/<name>.csv`. */
  readonly file: string;
  readonly layout: Layout;
  readonly isPresent: boolean;
  /** Whether the file was read to its end, so that a key it lacks is really missing. */
  readonly isComplete: boolean;
  readonly rows: readonly Row[];
}

export type Tables = ReadonlyMap<string, Table>;

export const fileOf = (spec: TableSpec): string => `reference/${spec.name}.csv`;

/** The value of a column in a row; null when the cell is empty, at fault or not there. */
export const valueOf = ({ layout, values }: Row, column: string): string | null =>
  values[layout.columns.get(column) ?? -1] ?? null;

/** A fault at a cell, or at its row where the file lacks that column. */
export function faultAt({ file }: Table, { layout, record }: Row, column: string, message: string): Fault {
  const field = layout.fields.get(column);
  const text = record.fields[field ?? -1];
  if (field === undefined || text === undefined) {
    return { file, line: record.line, column: null, columnName: column, message: `${column}: ${message}` };
  }
  return {
    file,
    ...record.placeOf(field),
    columnName: column,
    message: `${column} ${quote(text)}: ${message}`,
  };
}
