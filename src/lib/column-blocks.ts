import { cutToWidth, displayWidth } from "./terminal.ts";

/** One column of a report for people; the cells are text already. */
export interface ReportColumn {
  readonly title: string;
  readonly isRight: boolean;
  readonly cells: readonly string[];
}

export interface ColumnBlockOptions {
  readonly width: number;
  /** What is done to a line of titles, e.g. to dim it. */
  readonly styleTitles?: (line: string) => string;
}

const gap = "  ";
const widestKey = 32;

/**
 * Sets columns side by side; those that do not fit go into further blocks below, each of which begins with the first
 * column again. Figures are never cut.
 */
export function columnBlocks(
  columns: readonly ReportColumn[],
  { width, styleTitles = (line) => line }: ColumnBlockOptions,
): readonly string[] {
  const [key, ...rest] = columns.map((column) => ({ ...column, width: widthOf(column) }));
  if (key === undefined) return [];
  const first = { ...key, width: Math.min(key.width, widestKey) };
  const blocks: (typeof rest)[] = [[]];
  let room = width - first.width;
  for (const column of rest) {
    const taken = gap.length + column.width;
    if (taken > room && blocks.at(-1)?.length !== 0) {
      blocks.push([]);
      room = width - first.width;
    }
    blocks.at(-1)?.push(column);
    room -= taken;
  }
  return blocks.flatMap((block, index) => {
    const shown = [first, ...block];
    const titles = shown.map((column) => pad(column.title, column)).join(gap);
    const rows = first.cells.map((_, row) =>
      shown
        .map((column) => pad(column.cells[row] ?? "", column))
        .join(gap)
        .trimEnd(),
    );
    return [...(index === 0 ? [] : [""]), styleTitles(titles.trimEnd()), ...rows];
  });
}

function widthOf({ title, cells }: ReportColumn): number {
  return cells.reduce((widest, cell) => Math.max(widest, displayWidth(cell)), displayWidth(title));
}

function pad(text: string, { width, isRight }: ReportColumn & { readonly width: number }): string {
  const cut = cutToWidth(text, width);
  const space = " ".repeat(width - displayWidth(cut));
  return isRight ? space + cut : cut + space;
}
