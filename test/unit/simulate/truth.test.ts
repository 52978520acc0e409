import { describe, expect, test } from "vitest";

import { simulateTelemetry } from "../../../src/simulate/plant-simulation.ts";
import { shippedScenario } from "../../../src/simulate/scenario.ts";
import type { TruthFailure, TruthHour } from "../../../src/simulate/truth-rows.ts";
import { TRUTH_BUCKETS } from "../../../src/simulate/truth-rows.ts";
import { byMachine, intervalsOf, parseLines, PLANT_DEFAULTS, sumOf, textOf, totalMs } from "./telemetry.ts";

const HOUR_MS = 3_600_000;
const WEEK = { seed: 42, startDate: "2026-01-05", days: 7, lineCount: 1, machinesPerLine: 3 };

const hours: TruthHour[] = [];
const failures: TruthFailure[] = [];
let text = "";
for (const { bytes, truth } of simulateTelemetry(WEEK, PLANT_DEFAULTS)) {
  text += textOf(bytes);
  hours.push(...truth.hours);
  failures.push(...truth.failures);
}
const machines = byMachine(parseLines(text));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe("the truth of a week", () => {
  test("has every hour of every machine once, and all of its time", () => {
    for (const machineId of machines.keys()) {
      const own = hours.filter((hour) => hour.machineId === machineId);
      expect(new Set(own.map(({ hourMs, shiftId }) => `${hourMs} ${shiftId}`)).size).toBe(own.length);
      expect(own.length).toBe(7 * 24);
      for (const { bucketMs } of own)
        expect(sum(TRUTH_BUCKETS.map((bucket) => bucketMs[bucket]))).toBe(HOUR_MS);
    }
  });

  test("agrees with the telemetry in running time, pieces, failures and energy", () => {
    for (const [machineId, events] of machines) {
      const own = hours.filter((hour) => hour.machineId === machineId);
      const intervals = intervalsOf(events);
      expect(sum(own.map(({ bucketMs }) => bucketMs.running))).toBe(totalMs(intervals, "RUNNING"));
      expect(sum(own.map(({ good }) => good))).toBe(sumOf(events, "good"));
      expect(sum(own.map(({ scrap }) => scrap))).toBe(sumOf(events, "scrap"));
      expect(sum(own.map(({ rework }) => rework))).toBe(sumOf(events, "rework"));
      const stops = intervals.filter(({ state }) => state === "FAILURE");
      expect(failures.filter((failure) => failure.machineId === machineId)).toEqual(
        stops.map(({ startMs, endMs }) => ({ machineId, failedMs: startMs, restoredMs: endMs })),
      );
      expect(sum(own.map((hour) => hour.failures))).toBe(stops.length);
      const meter = events.map((event) => event.energy_kwh).filter((reading) => reading !== undefined);
      const usedJ = ((meter.at(-1) ?? 0) - (meter[0] ?? 0)) * 3.6e6;
      expect(Math.abs(sum(own.map(({ energyJ }) => energyJ)) - usedJ)).toBeLessThan(3600);
    }
  });
});

test("the part of a night shift before the first day is known to be unknown", () => {
  const first: TruthHour[] = [];
  const options = { seed: 1, startDate: "2026-01-06", days: 1, lineCount: 1, machinesPerLine: 1 };
  for (const { truth } of simulateTelemetry(options, shippedScenario("large"))) first.push(...truth.hours);
  const unknown = first.filter(({ bucketMs }) => bucketMs.no_data > 0);
  expect(unknown.map(({ productionDate, shiftId }) => `${productionDate} ${shiftId}`)).toEqual([
    "2026-01-05 night",
    "2026-01-05 night",
  ]);
  expect(sum(unknown.map(({ bucketMs }) => bucketMs.no_data))).toBe(2 * HOUR_MS);
});
