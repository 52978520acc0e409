import CliTable from "cli-table3";

import type { ColumnKind, ResultColumn, ResultRow } from "./result.ts";
import { cutToWidth, displayWidth, escapeControls } from "./terminal.ts";
import { cellText } from "./values.ts";

export interface RenderedTable {
  readonly text: string;
  /** Names of the columns that found no room. */
  readonly droppedColumns: readonly string[];
}

interface TableColumn {
  readonly name: string;
  readonly isNumber: boolean;
  readonly cells: readonly string[];
  readonly width: number;
}

/** Narrower than this a cut text says nothing. */
const minimumTextWidth = 10;
/** A space on either side and a border. */
const columnFrame = 3;

/** Renders a table; within `width` columns, if given, by cutting texts and, where that does not do, dropping columns. */
export function renderTable(
  columns: readonly ResultColumn[],
  rows: readonly ResultRow[],
  { width = Number.POSITIVE_INFINITY }: { width?: number } = {},
): RenderedTable {
  if (columns.length === 0) return { text: "", droppedColumns: [] };
  const all = tableColumns(columns, rows);
  const shown = fitColumns(all, width);
  const table = new CliTable({
    head: shown.map((column) => cutToWidth(column.name, column.width)),
    colAligns: shown.map((column) => (column.isNumber ? "right" : "left")),
    style: { head: [], border: [], compact: true },
  });
  for (const index of rows.keys()) {
    table.push(shown.map((column) => cutToWidth(column.cells[index] ?? "", column.width)));
  }
  return {
    text: `${table.toString()}\n`,
    droppedColumns: all.slice(shown.length).map((column) => column.name),
  };
}

/** Renders a GitHub table. */
export function renderMarkdown(columns: readonly ResultColumn[], rows: readonly ResultRow[]): string {
  if (columns.length === 0) return "";
  const all = tableColumns(columns, rows).map(({ name, isNumber, cells }) => {
    const texts = [name, ...cells].map(escapeMarkdown);
    return { isNumber, texts, width: Math.max(3, ...texts.map(displayWidth)) };
  });
  const ruler = all.map(({ isNumber, width }) =>
    isNumber ? `${"-".repeat(width - 1)}:` : "-".repeat(width),
  );
  const lines = Array.from({ length: rows.length + 1 }, (_, line) =>
    all.map(({ isNumber, texts, width }) => pad(texts[line] ?? "", width, isNumber)),
  );
  lines.splice(1, 0, ruler);
  return lines.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

function tableColumns(columns: readonly ResultColumn[], rows: readonly ResultRow[]): readonly TableColumn[] {
  return columns.map((column, index) => {
    const name = escapeControls(column.name);
    const cells = rows.map((row) => cellText(row[index], column.kind));
    const width = cells.reduce((widest, cell) => Math.max(widest, displayWidth(cell)), displayWidth(name));
    return { name, isNumber: isNumberKind(column.kind), cells, width };
  });
}

/** Leading columns with the widths they get. Figures are never cut: half a number is a wrong one. */
function fitColumns(columns: readonly TableColumn[], width: number): readonly TableColumn[] {
  const shown: TableColumn[] = [];
  let room = width - 1;
  for (const column of columns) {
    room -= narrowest(column) + columnFrame;
    if (room < 0 && shown.length > 0) break;
    shown.push(column);
  }
  const widths = shown.map(narrowest);
  let spare = width - 1 - widths.reduce((sum, each) => sum + each + columnFrame, 0);
  // The narrowest wish first: what it leaves goes to the wider ones.
  const byWish = [...shown.keys()].toSorted((a, b) => (shown[a]?.width ?? 0) - (shown[b]?.width ?? 0));
  for (const [position, index] of byWish.entries()) {
    const wish = (shown[index]?.width ?? 0) - (widths[index] ?? 0);
    const grant = Math.min(wish, Math.max(0, Math.floor(spare / (byWish.length - position))));
    widths[index] = (widths[index] ?? 0) + grant;
    spare -= grant;
  }
  return shown.map((column, index) => ({ ...column, width: widths[index] ?? column.width }));
}

function narrowest(column: TableColumn): number {
  return column.isNumber ? column.width : Math.min(column.width, minimumTextWidth);
}

function isNumberKind(kind: ColumnKind): boolean {
  return kind === "integer" || kind === "double";
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\|]/g, (character) => `\\${character}`);
}

function pad(text: string, width: number, isRight: boolean): string {
  const space = " ".repeat(Math.max(0, width - displayWidth(text)));
  return isRight ? space + text : text + space;
}
