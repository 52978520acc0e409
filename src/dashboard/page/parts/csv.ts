import { csvText } from "../../../lib/values.ts";
import type { Answer, Cell } from "../../shared/answer.ts";
import { h } from "../dom.ts";

/** What a spreadsheet would run; some trim a text before they look at how it begins. */
const formula = /^[\t\r\n]|^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;

function field(cell: Cell): string {
  const isRun = typeof cell === "string" && formula.test(cell);
  return csvText(isRun ? `'${cell}` : cell);
}

/** The rows as `indkpi export` writes them. */
export function csvOf({ columns, rows }: Pick<Answer, "columns" | "rows">): string {
  return [columns, ...rows].map((cells) => `${cells.map(field).join(",")}\n`).join("");
}

/** Hands a file to whoever looks at the page. */
export function saveFile(name: string, content: string, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = h("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
