import { PassThrough, Writable } from "node:stream";

import { expect, test } from "vitest";

import { chooseFormat, type OutputStream, printResult } from "../../../src/lib/output.ts";
import type { ResultColumn, ResultRow } from "../../../src/lib/result.ts";

const columns: readonly ResultColumn[] = [{ name: "n", kind: "integer" }];

function terminal(width: number): { stream: OutputStream; text: () => string } {
  const chunks: string[] = [];
  const writable = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk.toString());
      done();
    },
  });
  return { stream: Object.assign(writable, { isTTY: true, columns: width }), text: () => chunks.join("") };
}

test("the format is what was asked, else JSON under --json, else by where it goes", () => {
  const pipe = new PassThrough();
  const { stream } = terminal(80);
  expect(chooseFormat("csv", { isJson: true, stream })).toBe("csv");
  expect(chooseFormat(undefined, { isJson: true, stream })).toBe("json");
  expect(chooseFormat(undefined, { isJson: false, stream })).toBe("table");
  expect(chooseFormat(undefined, { isJson: false, stream: pipe })).toBe("ndjson");
});

test.each(["table", "markdown"] as const)(
  "more text than a %s can be laid out from is refused",
  async (format) => {
    const long = "x".repeat(1_000_000);
    const rows = Array.from({ length: 101 }, () => [long]);
    const printing = printResult(
      { columns: [{ name: "a", kind: "text" }], rows },
      { format, stream: new PassThrough() },
    );
    await expect(printing).rejects.toMatchObject({ code: "RESULT_TOO_LARGE" });
  },
);

test("rows are drawn no faster than they are read", async () => {
  let drawn = 0;
  async function* rows(): AsyncGenerator<readonly ResultRow[]> {
    for (; drawn < 100; drawn += 1) yield [[drawn]];
  }
  const stream = new PassThrough({ highWaterMark: 16 });
  const printing = printResult({ columns, rows: rows() }, { format: "ndjson", stream });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(drawn).toBeLessThan(5);
  let text = "";
  stream.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  expect(await printing).toEqual({ rowCount: 100 });
  expect(text.split("\n")).toHaveLength(101);
});

test("many rows in one piece are written in several", async () => {
  const stream = new PassThrough();
  stream.resume();
  const rows = Array.from({ length: 2500 }, (_, index) => [index]);
  expect(await printResult({ columns, rows }, { format: "csv", stream })).toEqual({ rowCount: 2500 });
});

test("a terminal gets the first rows of a long table, and is told so", async () => {
  const notes: string[] = [];
  const { stream, text } = terminal(80);
  const rows = Array.from({ length: 30 }, (_, index) => [index]);
  const note = (message: string) => notes.push(message);
  await printResult({ columns, rows }, { format: "table", stream, terminalRows: 3, note });
  expect(
    text()
      .split("\n")
      .filter((line) => /\d/.test(line)),
  ).toHaveLength(3);
  expect(notes).toEqual(["only the first 3 rows are shown; --format csv prints all"]);
});

test("columns that do not fit are named on the side", async () => {
  const notes: string[] = [];
  const { stream } = terminal(20);
  const wide = ["a", "b", "c"].map((name): ResultColumn => ({ name, kind: "integer" }));
  const note = (message: string) => notes.push(message);
  await printResult(
    { columns: wide, rows: [[1_000_000, 2_000_000, 3_000_000]] },
    { format: "table", stream, note },
  );
  expect(notes).toEqual(["2 of 3 columns do not fit and are not shown (b, c); --format csv prints all"]);
});

const texts: readonly ResultColumn[] = [{ name: "a", kind: "text" }];

test.each(["csv", "json", "ndjson", "arrays"] as const)(
  "a terminal is not fed what it would obey, in %s; a pipe gets it as it is",
  async (format) => {
    const rows = [["\u009b31m\u202e"], ["two\tcells"]];
    const { stream, text } = terminal(80);
    await printResult({ columns: texts, rows }, { format, stream });
    expect(text()).toContain("\\x9b31m\\u202e");
    const pipe = new PassThrough();
    await printResult({ columns: texts, rows }, { format, stream: pipe });
    expect(String(pipe.read())).toContain("\u009b31m\u202e");
  },
);

test.each(["csv", "json"] as const)(
  "rows that together are longer than a string can be come in pieces, in %s; one that is longer by itself is refused",
  async (format) => {
    const text = "x".repeat(2 ** 28);
    let length = 0;
    const counting = new Writable({
      decodeStrings: false,
      write: (chunk: string, _encoding, done) => {
        length += chunk.length;
        done();
      },
    });
    await printResult({ columns: texts, rows: [[text], [text], [text]] }, { format, stream: counting });
    expect(length).toBeGreaterThan(3 * 2 ** 28);
    expect(length).toBeLessThan(3 * 2 ** 28 + 100);
    const wide = [...texts, { name: "b", kind: "text" as const }];
    const printing = printResult({ columns: wide, rows: [[text, text]] }, { format, stream: counting });
    await expect(printing).rejects.toMatchObject({ code: "RESULT_TOO_LARGE" });
  },
);
