import { expect, test } from "vitest";

import { formatCount, formatDuration, formatNumberOf, formatRate } from "../../../src/lib/quantities.ts";

test.each([
  [0, "0.0 s"],
  [840, "0.8 s"],
  [9960, "10 s"],
  [59_600, "1 min 00 s"],
  [184_000, "3 min 04 s"],
  [7_500_000, "2 h 05 min"],
  [3_599_600, "1 h 00 min"],
])("%i ms are %s", (durationMs, text) => {
  expect(formatDuration(durationMs)).toBe(text);
});

test("counts have separators, rates digits that matter", () => {
  expect(formatCount(1_234_567)).toBe("1,234,567");
  expect([0, 1, 1200].map((count) => formatNumberOf(count, "file"))).toEqual([
    "0 files",
    "1 file",
    "1,200 files",
  ]);
  expect(formatRate(3, 2000, "files")).toBe("1.5 files/s");
  expect(formatRate(1_000_000, 500, "events")).toBe("2,000,000 events/s");
  expect(formatRate(1, 0, "files")).toBe("- files/s");
});
