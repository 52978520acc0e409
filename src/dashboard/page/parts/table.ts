import type { Answer, Cell } from "../../shared/answer.ts";
import { h } from "../dom.ts";
import { count, duration, percent } from "../format.ts";

const shownRows = 500;

const ratioNames =
  /(?:_ratio|_points|_yield|^coverage|_coverage|^center|_control|(?:^|_)(?:oee|oee_low|oee_high|availability|performance|quality|teep|ooe)(?:_target)?)$/;

/** A value as people read it; the exact one is in the CSV and under the pointer. */
function cellText(column: string, cell: Cell): string {
  if (cell === null) return "–";
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  if (typeof cell === "string") return /^\d{4}-\d\d-\d\dT/.test(cell) ? cell.replace("T", " ") : cell;
  if (ratioNames.test(column)) return percent(cell);
  if (column.endsWith("_cycle_s")) return `${count(cell, 2)} s`;
  if (column.endsWith("_s")) return duration(cell);
  return Number.isInteger(cell) ? count(cell) : count(cell, Math.abs(cell) < 10 ? 3 : 1);
}

/** The rows of an answer as a table. */
export function dataTable(answer: Pick<Answer, "columns" | "rows">, caption: string): HTMLElement {
  const { columns, rows } = answer;
  const isNumber = columns.map((_, index) => rows.some((row) => typeof row[index] === "number"));
  const head = columns.map((column, index) =>
    h(
      "th",
      { scope: "col", class: isNumber[index] === true ? "number" : "" },
      column.replace(/_(?:s|qty|id)$/, "").replaceAll("_", " "),
    ),
  );
  const body = rows.slice(0, shownRows).map((row) =>
    h(
      "tr",
      {},
      row.map((cell, index) =>
        h(
          "td",
          {
            class: isNumber[index] === true ? "number" : "",
            title: typeof cell === "number" ? cell : undefined,
          },
          cellText(columns[index] ?? "", cell),
        ),
      ),
    ),
  );
  const rest = rows.length - shownRows;
  return h(
    "div",
    { class: "table-scroll", tabindex: 0, role: "region", "aria-label": caption },
    h(
      "table",
      {},
      h("caption", { class: "unseen" }, caption),
      h("thead", {}, h("tr", {}, head)),
      h("tbody", {}, body),
    ),
    rest > 0 ? h("p", { class: "note" }, `${count(rest)} more rows are in the CSV`) : null,
    rows.length === 0 ? h("p", { class: "note" }, "no rows") : null,
  );
}
