import { describe, expect, test } from "vitest";

import {
  logNormalByMean,
  pickWeighted,
  randomStream,
  weibullByMean,
} from "../../../src/simulate/random-stream.ts";

const take = (draw: () => number, count: number): number[] => Array.from({ length: count }, draw);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe("streams", () => {
  test("are the same for the same seed and scope and differ in any part of it", () => {
    const first = take(randomStream(42, "PRESS_01", "repair"), 5);
    expect(take(randomStream(42, "PRESS_01", "repair"), 5)).toEqual(first);
    for (const other of [
      randomStream(43, "PRESS_01", "repair"),
      randomStream(42, "PRESS_02", "repair"),
      randomStream(42, "PRESS_01", "cycle"),
    ]) {
      expect(take(other, 5)).not.toEqual(first);
    }
  });

  test("are uniform from 0 up to 1 and not correlated with their neighbours", () => {
    const first = take(randomStream(0, "A"), 20_000);
    const second = take(randomStream(0, "B"), 20_000);
    expect(first.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(mean(first)).toBeCloseTo(0.5, 1);
    const covariance = mean(first.map((value, index) => (value - 0.5) * ((second[index] ?? 0) - 0.5)));
    expect(Math.abs(covariance * 12)).toBeLessThan(0.03);
  });
});

describe("distributions have the mean they are asked for", () => {
  test.each([1, 1.3, 1.5, 3])("Weibull of shape %d", (shape) => {
    const values = take(weibullByMean(randomStream(1, "weibull"), 20, shape), 20_000);
    expect(mean(values) / 20).toBeCloseTo(1, 1);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  });

  test("log-normal, also without scatter", () => {
    const values = take(logNormalByMean(randomStream(1, "log-normal"), 45, 0.9), 20_000);
    expect(mean(values) / 45).toBeCloseTo(1, 1);
    expect(take(logNormalByMean(randomStream(1, "still"), 45, 0), 3).map(Math.round)).toEqual([45, 45, 45]);
  });
});

describe("a weighted pick", () => {
  test("never takes what has no weight", () => {
    const stream = randomStream(1, "pick");
    const choices = [
      { value: "never", weight: 0 },
      { value: "often", weight: 3 },
      { value: "seldom", weight: 1 },
    ];
    const picks = Array.from({ length: 4000 }, () => pickWeighted(stream, choices));
    expect(picks).not.toContain("never");
    expect(picks.filter((pick) => pick === "often").length / 4000).toBeCloseTo(0.75, 1);
  });

  test("from nothing is refused", () => {
    expect(() => pickWeighted(randomStream(1), [])).toThrow(RangeError);
  });
});
