/** A cell; null becomes an empty one. */
type Cell = string | number | null;

/** CSV with a header line, LF line ends, and quotes only where they are needed (RFC 4180). */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(formatCell).join(",")}\n`).join("");
}

function formatCell(cell: Cell): string {
  if (cell === null) return "";
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
