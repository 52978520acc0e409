import { expect, test } from "vitest";

import { columnBlocks } from "../../../src/lib/column-blocks.ts";

const columns = [
  { title: "", isRight: false, cells: ["M1", "Presse 7"] },
  { title: "OEE", isRight: true, cells: ["9.5 %", "100.0 %"] },
  { title: "loss", isRight: false, cells: ["setup", "-"] },
  { title: "pieces", isRight: true, cells: ["1", "日本"] },
];

test("columns stand side by side where there is room", () => {
  expect(`\n${columnBlocks(columns, { width: 32 }).join("\n")}\n`).toMatchInlineSnapshot(`
    "
                  OEE  loss   pieces
    M1          9.5 %  setup       1
    Presse 7  100.0 %  -        日本
    "
  `);
});

test("and those without room go below, each block with the key", () => {
  const lines = columnBlocks(columns, { width: 20, styleTitles: (line) => `<${line}>` });
  expect(`\n${lines.join("\n")}\n`).toMatchInlineSnapshot(`
    "
    <              OEE>
    M1          9.5 %
    Presse 7  100.0 %

    <          loss>
    M1        setup
    Presse 7  -

    <          pieces>
    M1             1
    Presse 7    日本
    "
  `);
});

test("a key may be cut, a figure never is", () => {
  const long = [
    { title: "", isRight: false, cells: ["a".repeat(40)] },
    { title: "count", isRight: true, cells: ["1".repeat(40)] },
  ];
  expect(columnBlocks(long, { width: 20 })).toEqual([
    `${" ".repeat(34 + 35)}count`,
    `${"a".repeat(31)}…  ${"1".repeat(40)}`,
  ]);
});
