import { expect, test } from "vitest";

import { createRepairCrew } from "../../../src/simulate/repair-crew.ts";
import { PLANT_DEFAULTS, byMachine, intervalsOf, simulatedEvents } from "./telemetry.ts";

test("fitters come first come, first served", () => {
  const crew = createRepairCrew(1);
  const served: string[] = [];
  expect(crew.call(() => served.push("a"))).toBe(true);
  expect([crew.call(() => served.push("b")), crew.call(() => served.push("c"))]).toEqual([false, false]);
  crew.release();
  crew.release();
  expect(served).toEqual(["b", "c"]);
  crew.release();
  expect(crew.call(() => served.push("d"))).toBe(true);
});

test("a single fitter makes failures longer than a crew for every machine", () => {
  const failure = { meanOperatingH: 2, shape: 1, healthEffect: 0 };
  const repair = { meanMin: 60, cv: 0.3 };
  const machines = Object.fromEntries(
    ["PRESS_01", "ROBOT_01", "CNC_01"].map((id) => [id, { failure, repair }]),
  );
  const meanFailureMs = (machinesPerFitter: number): number => {
    const options = { seed: 42, startDate: "2026-01-05", days: 5, lineCount: 1, machinesPerLine: 3 };
    const events = simulatedEvents(options, { ...PLANT_DEFAULTS, machines, machinesPerFitter });
    const failures = [...byMachine(events).values()]
      .flatMap((own) => intervalsOf(own))
      .filter(({ state }) => state === "FAILURE");
    expect(failures.length).toBeGreaterThan(20);
    return failures.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) / failures.length;
  };
  expect(meanFailureMs(3)).toBeGreaterThan(meanFailureMs(1) * 1.1);
});
