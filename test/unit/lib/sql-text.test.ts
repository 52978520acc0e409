import { expect, test } from "vitest";

import { startOfCode, withoutEnding } from "../../../src/lib/sql-text.ts";

test.each<[string, string, string]>([
  ["nothing before it", "select 1", "select 1"],
  ["blanks and line breaks", " \n\tselect 1", "select 1"],
  ["comments of both kinds", "-- a\n/* b */ /**/select 1", "select 1"],
  ["a comment that ends nowhere is code", "/* select 1", "/* select 1"],
  ["a line comment to the very end", " -- a", ""],
  ["a star in a comment", "/***/select 1", "select 1"],
  ["one slash", "/ 2", "/ 2"],
  ["nothing at all", "", ""],
])("code starts after %s", (_, sql, code) => {
  expect(sql.slice(startOfCode(sql))).toBe(code);
});

test.each<[string, string, string]>([
  ["a semicolon", "select 1;", "select 1"],
  ["several, and blanks", "select 1 ; ;\n", "select 1"],
  ["none", "select 1", "select 1"],
  ["nothing else", " ; ", ""],
  ["one inside", "select ';' as a", "select ';' as a"],
])("an ending goes: %s", (_, sql, rest) => {
  expect(withoutEnding(sql)).toBe(rest);
});

// In time that grows with the square of the length these would take hours.
test("a million blanks or comments are walked along once", () => {
  const comments = "/**/".repeat(1_000_000);
  expect(startOfCode(`${comments}x`)).toBe(comments.length);
  const blanks = " ".repeat(1_000_000);
  expect(withoutEnding(`a${blanks}b`)).toHaveLength(1_000_002);
  expect(withoutEnding(`a${blanks}`)).toBe("a");
});
