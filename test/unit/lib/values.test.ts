import { expect, test } from "vitest";

import { cellText, csvText, jsonText } from "../../../src/lib/values.ts";

test("JSON keeps integers that a double can hold as numbers and makes the others text", () => {
  expect(jsonText(9_007_199_254_740_991n)).toBe("9007199254740991");
  expect(jsonText(9_007_199_254_740_992n)).toBe('"9007199254740992"');
  expect(jsonText(-9_007_199_254_740_992n)).toBe('"-9007199254740992"');
});

test("JSON has no NaN and no infinity: they are null, as null is", () => {
  expect([Number.NaN, Infinity, -Infinity, null, undefined].map((value) => jsonText(value))).toEqual(
    Array.from({ length: 5 }, () => "null"),
  );
});

test("JSON text is escaped, numbers keep every digit", () => {
  expect(jsonText('a "b"\n\u001b')).toBe(String.raw`"a \"b\"\n\u001b"`);
  expect(jsonText(0.1 + 0.2)).toBe("0.30000000000000004");
});

test("a timestamp has a fraction only where it is not zero", () => {
  const times = ["2026-01-05T06:00:00.000Z", "2026-01-05T06:00:00.250000Z", "2026-01-05T06:00:00.000001Z"];
  expect(times.map((time) => jsonText(time, "timestamp"))).toEqual([
    '"2026-01-05T06:00:00Z"',
    '"2026-01-05T06:00:00.25Z"',
    '"2026-01-05T06:00:00.000001Z"',
  ]);
  expect(jsonText("v1.000", "text")).toBe('"v1.000"');
});

test("lists and structs nest, whatever they hold", () => {
  const value = { list: [1n, null, 2n ** 60n], at: new Date("2026-01-05T06:00:00Z"), "a b": { ok: true } };
  expect(jsonText(value)).toBe(
    '{"list":[1,null,"1152921504606846976"],"at":"2026-01-05T06:00:00Z","a b":{"ok":true}}',
  );
  expect(csvText([1, 2])).toBe('"[1,2]"');
});

test("CSV quotes commas, quotes and line breaks, and tells empty text from null", () => {
  const values = ["plain", "a,b", 'say "x"', "two\nlines", "cr\r", "", null, 1n, 0.5, true, "Grüße 工場"];
  expect(values.map((value) => csvText(value))).toEqual([
    "plain",
    '"a,b"',
    '"say ""x"""',
    '"two\nlines"',
    '"cr\r"',
    '""',
    "",
    "1",
    "0.5",
    "true",
    "Grüße 工場",
  ]);
});

test("CSV writes NaN and infinities as DuckDB does", () => {
  expect([Number.NaN, Infinity, -Infinity].map((value) => csvText(value))).toEqual(["nan", "inf", "-inf"]);
});

test("a cell rounds for the eye, says null, and shows control characters", () => {
  expect(cellText(0.833_333_333, "double")).toBe("0.8333");
  expect(cellText(0.000_012_345_6, "double")).toBe("0.00001235");
  expect(cellText(12_345.678_912, "double")).toBe("12345.6789");
  expect(cellText(30, "double")).toBe("30");
  expect(cellText(null, "double")).toBe("null");
  expect(cellText("red \u001b[31m\n\u009b2J\u202eend", "text")).toBe(
    String.raw`red \x1b[31m\n\x9b2J\u202eend`,
  );
});
