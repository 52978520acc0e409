import { expect, test } from "vitest";

import {
  arraysEncoding,
  csvEncoding,
  jsonEncoding,
  ndjsonEncoding,
  type RowEncoding,
} from "../../../src/lib/formats.ts";
import type { ResultColumn, ResultRow } from "../../../src/lib/result.ts";

const columns: readonly ResultColumn[] = [
  { name: "machine_id", kind: "text" },
  { name: "total_qty", kind: "integer" },
  { name: "oee", kind: "double" },
];
const batches: readonly (readonly ResultRow[])[] = [
  [
    ["M1", 10n, 0.5],
    ["M,2", 2n ** 53n, null],
  ],
  [],
  [["M3", null, Number.NaN]],
];

function encode(encoding: RowEncoding, rows = batches): string {
  return encoding.start + rows.map(encoding.encode).join("") + encoding.end();
}

test("CSV has a header, LF and quotes where needed", () => {
  expect(encode(csvEncoding(columns))).toBe(
    'machine_id,total_qty,oee\nM1,10,0.5\n"M,2",9007199254740992,\nM3,,nan\n',
  );
});

test("arrays are one a line, the names first, also without rows", () => {
  expect(encode(arraysEncoding(columns))).toBe(
    '["machine_id","total_qty","oee"]\n["M1",10,0.5]\n["M,2","9007199254740992",null]\n["M3",null,null]\n',
  );
  const twice = [...columns, ...columns].filter(({ kind }) => kind === "text");
  expect(encode(arraysEncoding(twice), [])).toBe('["machine_id","machine_id"]\n');
});

test("JSON is one array, across batches", () => {
  expect(encode(jsonEncoding(columns))).toBe(
    `[
{"machine_id":"M1","total_qty":10,"oee":0.5},
{"machine_id":"M,2","total_qty":"9007199254740992","oee":null},
{"machine_id":"M3","total_qty":null,"oee":null}
]
`,
  );
});

test("NDJSON is one object a line", () => {
  expect(encode(ndjsonEncoding(columns)).split("\n")).toEqual([
    '{"machine_id":"M1","total_qty":10,"oee":0.5}',
    '{"machine_id":"M,2","total_qty":"9007199254740992","oee":null}',
    '{"machine_id":"M3","total_qty":null,"oee":null}',
    "",
  ]);
});

test("an empty result is a header, an empty array, nothing", () => {
  expect(encode(csvEncoding(columns), [])).toBe("machine_id,total_qty,oee\n");
  expect(encode(jsonEncoding(columns), [[]])).toBe("[]\n");
  expect(encode(ndjsonEncoding(columns), [])).toBe("");
});

test("without columns there is nothing to write", () => {
  expect(encode(csvEncoding([]), [])).toBe("");
  expect(encode(jsonEncoding([]), [])).toBe("[]\n");
});

test("a lone null in CSV is not a blank line, which readers would skip", () => {
  expect(encode(csvEncoding([{ name: "x", kind: "text" }]), [[[null], ["a"]]])).toBe('x\n""\na\n');
});

test("columns of one name keep apart in an object", () => {
  const repeated = ["a", "a", "a_2", "a"].map((name): ResultColumn => ({ name, kind: "integer" }));
  expect(encode(ndjsonEncoding(repeated), [[[1n, 2n, 3n, 4n]]])).toBe('{"a":1,"a_3":2,"a_2":3,"a_4":4}\n');
});
