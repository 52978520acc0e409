import { expect, test } from "vitest";

import { addDays, daysAtOnce, stretches } from "../../../src/pipeline/days.ts";

test("days are added over the ends of months and years, and over leap days", () => {
  expect(addDays("2026-01-31", 1)).toBe("2026-02-01");
  expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(addDays("2026-02-28", 1)).toBe("2026-03-01");
  expect(addDays("2026-03-29", 0)).toBe("2026-03-29");
});

test("days that follow each other make one run, whatever their order and however often they are named", () => {
  expect(stretches(["2026-01-03", "2026-01-01", "2026-01-02", "2026-01-02"], 32)).toStrictEqual([
    { from: "2026-01-01", to: "2026-01-03" },
  ]);
});

test("a gap begins a new run, and so does the longest length", () => {
  expect(stretches(["2026-01-01", "2026-01-03", "2026-01-04", "2026-01-05"], 2)).toStrictEqual([
    { from: "2026-01-01", to: "2026-01-01" },
    { from: "2026-01-03", to: "2026-01-04" },
    { from: "2026-01-05", to: "2026-01-05" },
  ]);
  expect(stretches([], 32)).toStrictEqual([]);
});

test.each([
  [0, 32],
  [1, 32],
  [93_750, 32],
  [93_751, 31],
  [1_000_000, 3],
  [1_000_001, 2],
  [3_000_000, 1],
  [50_000_000, 1],
])("of days of %i rows %i are built at once", (rowsPerDay, days) => {
  expect(daysAtOnce(rowsPerDay)).toBe(days);
});
