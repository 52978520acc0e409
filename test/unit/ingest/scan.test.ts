import { createHash } from "node:crypto";

import { expect, test } from "vitest";

import { startCleaning } from "../../../src/pipeline/ingest/clean-lines.ts";
import type { RefusedLine } from "../../../src/pipeline/ingest/held-line.ts";
import { startSplitting } from "../../../src/pipeline/ingest/split-array.ts";
import { looksPlain, maxLineBytes, startScan, type Scan } from "../../../src/pipeline/ingest/scan.ts";

/** Cut into chunks of every size up to `largest`: where a chunk ends must not matter. */
function chunkings(content: Buffer, largest: number): readonly (readonly Buffer[])[] {
  const sizes = Array.from(
    { length: Math.min(largest, Math.max(1, content.length)) },
    (_, index) => index + 1,
  );
  return sizes.map((size) =>
    Array.from({ length: Math.ceil(content.length / size) }, (_, index) =>
      content.subarray(index * size, (index + 1) * size),
    ),
  );
}

function scan(chunks: readonly Buffer[]): Scan {
  const scanner = startScan();
  for (const chunk of chunks) scanner.update(chunk);
  return scanner.finish();
}

function clean(
  chunks: readonly Buffer[],
  start = startCleaning,
): { text: string; refused: readonly RefusedLine[] } {
  const refused: RefusedLine[] = [];
  const cleaner = start((line) => refused.push(line));
  // A chunk may be overwritten once it was taken.
  const kept = chunks.map((chunk) => {
    const own = Buffer.from(chunk);
    const bytes = Buffer.from(cleaner.update(own));
    own.fill(120);
    return bytes;
  });
  return { text: Buffer.concat([...kept, cleaner.finish()]).toString(), refused };
}

test.each([
  ["", { isPlain: true, isArray: false, holdsNull: false, completeBytes: 0, isTailTaken: false }],
  ['{"a":1}\n', { isPlain: true, isArray: false, holdsNull: false, completeBytes: 8, isTailTaken: false }],
  ['{"a":"ü€😀"}', { isPlain: true, isArray: false, holdsNull: false, completeBytes: 0, isTailTaken: true }],
  ['{"a":null}\n', { isPlain: true, isArray: false, holdsNull: true, completeBytes: 11, isTailTaken: false }],
  [
    '{}\n{"a":"full"',
    { isPlain: true, isArray: false, holdsNull: false, completeBytes: 3, isTailTaken: false },
  ],
  [
    "\uFEFF \n\t[\n {}]",
    { isPlain: true, isArray: true, holdsNull: false, completeBytes: 8, isTailTaken: false },
  ],
  ["[]", { isPlain: true, isArray: true, holdsNull: false, completeBytes: 0, isTailTaken: false }],
  ["[1]", { isPlain: true, isArray: false, holdsNull: false, completeBytes: 0, isTailTaken: false }],
  ["a\r\nb", { isPlain: false, isArray: false, holdsNull: false, completeBytes: 3, isTailTaken: false }],
  ["a\0b", { isPlain: false, isArray: false, holdsNull: false, completeBytes: 0, isTailTaken: false }],
])("a scan of %j is the same however it is cut", (text, found) => {
  const content = Buffer.from(text);
  const contentId = createHash("sha256").update(content).digest("hex");
  for (const chunks of chunkings(content, 9)) {
    expect(scan(chunks)).toEqual({ ...found, contentId, headId: contentId });
  }
});

test("bytes that are not UTF-8 are seen wherever they are, also a character that is never finished", () => {
  for (const bytes of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0x61, 0xe2, 0x82]]) {
    for (const chunks of chunkings(Buffer.from(bytes), 4)) expect(scan(chunks).isPlain).toBe(false);
  }
});

test("a line may be as long as DuckDB reads, and no longer", () => {
  const content = (length: number): Buffer => Buffer.from(`short\n${"x".repeat(length)}\nshort\n`);
  for (const size of [1000, 65_536, 4_000_000]) {
    const cut = (bytes: Buffer): Buffer[] =>
      Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
    expect(scan(cut(content(maxLineBytes))).isPlain).toBe(true);
    expect(scan(cut(content(maxLineBytes + 1))).isPlain).toBe(false);
  }
});

test("the head of a file tells arrays and carriage returns", () => {
  expect(looksPlain(Buffer.from('{"a":1}\n'))).toBe(true);
  expect(looksPlain(Buffer.from(""))).toBe(true);
  expect(looksPlain(Buffer.from("\uFEFF\n ["))).toBe(false);
  expect(looksPlain(Buffer.from("{}\r\n"))).toBe(false);
  expect(looksPlain(Buffer.from("{}\0\n"))).toBe(false);
});

test("cleaning makes every line ending a line feed and empties the lines that cannot be read", () => {
  const content = Buffer.concat([
    Buffer.from("one\r\ntwo\rthree\n\r\n"),
    Buffer.from([0xff, 0x0a]),
    Buffer.from("a\0b\nü"),
  ]);
  for (const chunks of chunkings(content, 12)) {
    expect(clean(chunks)).toEqual({
      text: "one\ntwo\nthree\n\n\n\nü",
      refused: [
        { lineNumber: 5, reason: "line: not UTF-8", text: "\uFFFD" },
        { lineNumber: 6, reason: "line: holds a NUL byte", text: "a\\u0000b" },
      ],
    });
  }
});

test("of a line that is too long only the beginning is kept", () => {
  const long = "x".repeat(maxLineBytes + 5);
  const { text, refused } = clean([Buffer.from(long.slice(0, 7)), Buffer.from(`${long.slice(7)}\nnext`)]);
  expect(text).toBe("\nnext");
  expect(refused).toEqual([
    {
      lineNumber: 1,
      reason: `line: ${maxLineBytes + 5} bytes, longer than ${maxLineBytes}`,
      text: "x".repeat(10_000),
    },
  ]);
});

test("splitting puts each element of an array on a line, however the file is cut", () => {
  const content = Buffer.concat([
    Buffer.from('\uFEFF [{"a":"],\\"\\\\"},\r\n {"b":[1,\n2]},, "x\n{"c":{}} ] \n{"d":1,"e":2}\n[{"f":"ü'),
    Buffer.from([0xff]),
    Buffer.from('"},[3]]'),
  ]);
  for (const chunks of chunkings(content, 12)) {
    expect(clean(chunks, startSplitting)).toEqual({
      text: '{"a":"],\\"\\\\"}\n{"b":[1, 2]}\n"x\n{"c":{}} \n{"d":1,"e":2}\n\n[3]\n',
      refused: [{ lineNumber: 6, reason: "line: not UTF-8", text: '{"f":"ü\uFFFD"}' }],
    });
  }
});
