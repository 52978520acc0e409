import { expect, test } from "vitest";

import { createVehicleNumbers, weightedSum } from "../../../src/simulate/vehicle-number.ts";

const DAY_MS = 86_400_000;

test("a VIN of the standard has the check digit that it is known for", () => {
  // The usual example of 49 CFR 565.15: position 9 is X, a remainder of 10.
  expect(weightedSum("1M8GDM9AXKP042788", 0) % 11).toBe(10);
});

test("numbers have 17 places, a right check digit, and are never given twice", () => {
  let nowMs = Date.UTC(2026, 11, 31);
  const next = createVehicleNumbers("WVW", 34, () => nowMs);
  const numbers = Array.from({ length: 6000 }, next);
  nowMs += DAY_MS;
  numbers.push(...Array.from({ length: 3000 }, next));
  expect(new Set(numbers).size).toBe(9000);
  expect(numbers.filter((number) => !/^WVWV0011[0-9X][TV][ABC]\d{6}$/.test(number))).toEqual([]);
  for (const number of numbers.slice(2690, 2710)) {
    const remainder = weightedSum(number, 0) % 11;
    expect(number.charAt(8)).toBe(remainder === 10 ? "X" : String(remainder));
  }
});
