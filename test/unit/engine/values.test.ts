import { expect, test } from "vitest";

import { asText } from "../../../src/engine/values.ts";
import { inMemory } from "./in-memory.ts";

const cases: readonly (readonly [sql: string, value: unknown])[] = [
  ["null", null],
  ["cast(null as timestamp)", null],
  ["true", true],
  ["1::tinyint", 1],
  ["-7::integer", -7],
  ["9007199254740991", 9007199254740991],
  ["9007199254740992", "9007199254740992"],
  ["-9007199254740991", -9007199254740991],
  ["-9007199254740992", "-9007199254740992"],
  ["18446744073709551615::ubigint", "18446744073709551615"],
  ["5::hugeint", 5],
  ["170141183460469231731687303715884105727::hugeint", "170141183460469231731687303715884105727"],
  ["sum(3)", 3],
  ["1.5::decimal(4, 2)", 1.5],
  ["0.1e0", 0.1],
  ["1::float", 1],
  ["'nan'::double", null],
  ["'infinity'::double", null],
  ["'-infinity'::float", null],
  ["''", ""],
  ["'日本 😀'", "日本 😀"],
  ["date '2026-01-05'", "2026-01-05"],
  ["date '1969-12-31'", "1969-12-31"],
  ["timestamp '2026-01-05 06:00:00'", "2026-01-05T06:00:00Z"],
  ["timestamp '2026-01-05 06:00:00.5'", "2026-01-05T06:00:00.5Z"],
  ["timestamp '2026-01-05 06:00:00.000001'", "2026-01-05T06:00:00.000001Z"],
  ["timestamp '2026-01-05 06:00:00.120000'", "2026-01-05T06:00:00.12Z"],
  ["timestamp '1969-12-31 23:59:59.999999'", "1969-12-31T23:59:59.999999Z"],
  ["timestamp '1969-12-31 23:59:58'", "1969-12-31T23:59:58Z"],
  ["timestamp '1900-01-01 00:00:00.25'", "1900-01-01T00:00:00.25Z"],
  ["timestamptz '2026-01-05 06:00:00+02'", "2026-01-05T04:00:00Z"],
  ["timestamptz '2026-07-05 06:00:00.25 Europe/Berlin'", "2026-07-05T04:00:00.25Z"],
  ["timestamp 'infinity'", "infinity"],
  ["timestamp '-infinity'", "-infinity"],
  ["time '06:00:00'", "06:00:00"],
  ["[1, null, 9007199254740993]", [1, null, "9007199254740993"]],
  ["[]::integer[]", []],
  [
    "{'n': 9007199254740993, 'at': timestamp '1970-01-01', 'd': [date '2026-01-05']}",
    { n: "9007199254740993", at: "1970-01-01T00:00:00Z", d: ["2026-01-05"] },
  ],
  ["['nan'::double, 1e0]", [null, 1]],
];

test("values come as JSON would have them, to the last digit", async () => {
  await inMemory(async (database) => {
    for (const [sql, value] of cases) {
      expect.soft(await database.rows(`select ${sql} as v`), sql).toStrictEqual([{ v: value }]);
    }
  });
});

test("a value as text is the text itself, or JSON", () => {
  expect(["x", 1, null, undefined, [1, "a"]].map(asText)).toStrictEqual([
    "x",
    "1",
    "null",
    "null",
    '[1,"a"]',
  ]);
});
