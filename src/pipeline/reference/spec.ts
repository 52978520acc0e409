import type { CellKind } from "./cells.ts";

export interface ColumnSpec {
  readonly name: string;
  readonly kind: CellKind;
  readonly isRequired: boolean;
}

/** Columns that must name a row of another table, where that table's file exists. */
export interface LinkSpec {
  readonly columns: readonly string[];
  readonly table: string;
  readonly targets: readonly string[];
  /** The link holds only for rows in which this column has this value. */
  readonly when?: { readonly column: string; readonly value: string };
}

/** One reference table as the contract describes it. */
export interface TableSpec {
  readonly name: string;
  readonly columns: readonly ColumnSpec[];
  /** Columns that together may name one row only. */
  readonly key?: readonly string[];
  readonly links?: readonly LinkSpec[];
  /** Start and end of what a row describes: the end must be later. */
  readonly span?: readonly [from: string, to: string];
}
