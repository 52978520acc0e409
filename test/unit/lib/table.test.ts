import { expect, test } from "vitest";

import type { ResultColumn, ResultRow } from "../../../src/lib/result.ts";
import { renderMarkdown, renderTable } from "../../../src/lib/table.ts";
import { displayWidth } from "../../../src/lib/terminal.ts";

const columns: readonly ResultColumn[] = [
  { name: "machine_id", kind: "text" },
  { name: "name", kind: "text" },
  { name: "oee", kind: "double" },
  { name: "total_qty", kind: "integer" },
];
const rows: readonly ResultRow[] = [
  ["M1", "Fräse 工場 number one of the first hall", 0.833_333, 1200n],
  ["M2", null, null, 7n],
];

test("numbers are on the right, null is said", () => {
  expect(`\n${renderTable(columns, rows).text}`).toMatchInlineSnapshot(`
    "
    ┌────────────┬─────────────────────────────────────────┬────────┬───────────┐
    │ machine_id │ name                                    │    oee │ total_qty │
    ├────────────┼─────────────────────────────────────────┼────────┼───────────┤
    │ M1         │ Fräse 工場 number one of the first hall │ 0.8333 │      1200 │
    │ M2         │ null                                    │   null │         7 │
    └────────────┴─────────────────────────────────────────┴────────┴───────────┘
    "
  `);
});

test("within a width, texts are cut and figures are not", () => {
  const { text, droppedColumns } = renderTable(columns, rows, { width: 56 });
  expect(droppedColumns).toEqual([]);
  expect(`\n${text}`).toMatchInlineSnapshot(`
    "
    ┌────────────┬────────────────────┬────────┬───────────┐
    │ machine_id │ name               │    oee │ total_qty │
    ├────────────┼────────────────────┼────────┼───────────┤
    │ M1         │ Fräse 工場 number… │ 0.8333 │      1200 │
    │ M2         │ null               │   null │         7 │
    └────────────┴────────────────────┴────────┴───────────┘
    "
  `);
  for (const line of text.trimEnd().split("\n")) expect(displayWidth(line)).toBe(56);
});

test("what finds no room is dropped and named", () => {
  const { text, droppedColumns } = renderTable(columns, rows, { width: 36 });
  expect(droppedColumns).toEqual(["total_qty"]);
  for (const line of text.trimEnd().split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(36);
});

test("the first column is shown even where nothing fits", () => {
  expect(renderTable(columns, rows, { width: 5 }).droppedColumns).toEqual(["name", "oee", "total_qty"]);
});

test("an empty result is a header; no columns, nothing", () => {
  expect(`\n${renderTable(columns, []).text}`).toMatchInlineSnapshot(`
    "
    ┌────────────┬──────┬─────┬───────────┐
    │ machine_id │ name │ oee │ total_qty │
    └────────────┴──────┴─────┴───────────┘
    "
  `);
  expect(renderTable([], [[], []])).toEqual({ text: "", droppedColumns: [] });
  expect(renderMarkdown([], [])).toBe("");
});

test("text cannot steer the terminal, not even by the name of a column", () => {
  const { text } = renderTable([{ name: "a\u001b[2J", kind: "text" }], [["\u001b]0;title\u0007\nnext"]]);
  for (const control of ["\u001b", "\u0007"]) expect(text).not.toContain(control);
  expect(text).toContain(String.raw`\x1b]0;title\x07\nnext`);
});

test("Markdown escapes pipes and aligns figures", () => {
  expect(`\n${renderMarkdown(columns, [["M|1", "a\nb", 0.5, 3n], ...rows.slice(1)])}`).toMatchInlineSnapshot(`
    "
    | machine_id | name  |  oee | total_qty |
    | ---------- | ----- | ---: | --------: |
    | M\\|1       | a\\\\nb |  0.5 |         3 |
    | M2         | null  | null |         7 |
    "
  `);
});
