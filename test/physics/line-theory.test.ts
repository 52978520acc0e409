import { describe, expect, test } from "vitest";

import { outcomes, plainPlant } from "./plain-plant.ts";

const DAYS = 250;
const CYCLES_A_DAY = 86_400 / 300;
/** MTTR over MTBF of every plain machine: 1 h over 10 h. */
const RATIO = 0.1;

/** Three standard deviations of an efficiency 1 / (1 + sum of ratios) after so many failures, exponential in and out. */
function tolerance(efficiency: number, failureCount: number): number {
  return 3 * efficiency * (1 - efficiency) * Math.sqrt(2 / failureCount);
}

/** Pieces of the last machine over what a machine without failures makes. */
function efficiencyOf(bufferAfter: number, seed = 5): { efficiency: number; failureCount: number } {
  const line = outcomes(plainPlant(bufferAfter, {}, {}), DAYS, seed);
  const failureCount = line.reduce((sum, { failures }) => sum + failures.length, 0);
  return { efficiency: (line.at(-1)?.good ?? 0) / (DAYS * CYCLES_A_DAY), failureCount };
}

describe("a lone machine", () => {
  const [alone] = outcomes(plainPlant(0, {}), DAYS, 3);
  const running = alone?.ms.running ?? 0;
  const down = alone?.ms.breakdown ?? 0;
  const failures = alone?.failures ?? [];

  test("is available for MTBF / (MTBF + MTTR)", () => {
    const expected = 1 / (1 + RATIO);
    expect(failures.length).toBeGreaterThan(400);
    expect(Math.abs(running / (running + down) - expected)).toBeLessThan(
      tolerance(expected, failures.length),
    );
  });

  test("recovers from every failure but the one at the end", () => {
    expect(failures.slice(0, -1).filter(({ restoredMs }) => restoredMs === null)).toEqual([]);
    expect(running + down).toBeGreaterThan(0.999 * DAYS * 86_400_000);
  });
});

describe("two equal machines", () => {
  test("without a buffer make 1 / (1 + both ratios): Buzacott's line with failures of operation", () => {
    const expected = 1 / (1 + 2 * RATIO);
    const { efficiency, failureCount } = efficiencyOf(0);
    expect(Math.abs(efficiency - expected)).toBeLessThan(tolerance(expected, failureCount));
  });

  test("make more with a larger buffer, and at most what one of them makes alone", () => {
    const efficiencies = [0, 10, 5000].map((places) => efficiencyOf(places).efficiency);
    expect(efficiencies).toEqual(efficiencies.toSorted((a, b) => a - b));
    expect(new Set(efficiencies).size).toBe(efficiencies.length);
    const alone = 1 / (1 + RATIO);
    expect(efficiencies.at(-1)).toBeLessThan(alone + tolerance(alone, 500));
    expect(efficiencies.at(-1)).toBeGreaterThan(alone - 2 * tolerance(alone, 500));
  });
});

test("a line with a large buffer runs at the rate of its slower machine", () => {
  const [, slow] = outcomes(plainPlant(5000, {}, { idealCycleS: 400 }), DAYS, 9);
  const expected = 1 / (1 + RATIO);
  const efficiency = (slow?.good ?? 0) / (DAYS * (86_400 / 400));
  expect(Math.abs(efficiency - expected)).toBeLessThan(tolerance(expected, slow?.failures.length ?? 1));
});

test("a blocked or starved machine does not age", () => {
  const [first, second] = outcomes(plainPlant(0, {}, { idealCycleS: 600 }), DAYS, 4);
  const hoursPerFailure = (first?.ms.running ?? 0) / 3_600_000 / (first?.failures.length ?? 1);
  expect(first?.ms.blocked ?? 0).toBeGreaterThan(0.3 * DAYS * 86_400_000);
  expect(second?.ms.blocked).toBe(0);
  expect(Math.abs(hoursPerFailure - 10)).toBeLessThan((3 * 10) / Math.sqrt(first?.failures.length ?? 1));
});
