import { describe, expect, test } from "vitest";

import type { PlantParameters } from "../../../src/simulate/plant-parameters.ts";
import { REASON_CODES } from "../../../src/simulate/reason-codes.ts";
import { measureOee } from "./measured-oee.ts";
import type { Event, Interval } from "./telemetry.ts";
import { PLANT_DEFAULTS, byMachine, intervalsOf, simulatedEvents, totalMs } from "./telemetry.ts";

const WEEK = { startDate: "2026-01-05", days: 7, lineCount: 1, machinesPerLine: 3 };
const weekOf = (seed: number, parameters?: PlantParameters): Map<string, Event[]> =>
  byMachine(simulatedEvents({ ...WEEK, seed }, parameters));

/** The standards of the default plant, as its reference files state them. */
const idealCycleS = (machineId: string) => (productId: string, ts: string) => {
  if (machineId.startsWith("ROBOT")) return 40;
  if (machineId.startsWith("CNC")) return 55;
  return productId === "MODEL_B" && ts >= "2026-01-06T23:00" ? 70 : 65;
};

const openToClosed = (value: number, [from, to]: readonly [number, number]): boolean =>
  value > from && value < to;

const defaultWeek = weekOf(42);

describe("a default week", () => {
  test.each([42, 1, 2])("of seed %i has a plausible OEE on every machine", (seed) => {
    for (const [machineId, events] of seed === 42 ? defaultWeek : weekOf(seed)) {
      const { availability, performance, quality, oee } = measureOee(events, idealCycleS(machineId));
      // The press is the constraint; the others wait for its parts.
      const isConstraint = machineId === "PRESS_01";
      const inRange = [
        openToClosed(availability, isConstraint ? [0.7, 0.92] : [0.4, 0.75]),
        openToClosed(performance, [0.85, 0.98]),
        openToClosed(quality, [0.95, 0.99]),
        openToClosed(oee, isConstraint ? [0.6, 0.85] : [0.35, 0.7]),
      ];
      expect({ machineId, availability, performance, quality, oee, inRange }).toMatchObject({
        inRange: [true, true, true, true],
      });
    }
  });

  test("goes through every state there is and names only reasons of the reference table", () => {
    const known = new Set(REASON_CODES.map(({ reasonCode }) => reasonCode));
    const events = [...defaultWeek.values()].flat();
    const states = new Set(events.map((event) => event.state).filter((state) => state !== undefined));
    expect([...states].toSorted().join(" ")).toBe(
      "BLOCKED FAILURE IDLE MAINTENANCE OFF RUNNING SETUP STARVED STOPPED",
    );
    const reasons = events.map((event) => event.reason_code).filter((reason) => reason !== undefined);
    expect(reasons.filter((reason) => !known.has(reason))).toEqual([]);
  });

  test("has fast cycles too: some beat the standard", () => {
    const cycles = (defaultWeek.get("CNC_01") ?? []).map((event) => Number(event.cycle_s)).filter(Boolean);
    const faster = cycles.filter((seconds) => seconds < 55).length / cycles.length;
    expect(openToClosed(faster, [0.02, 0.2])).toBe(true);
  });

  test("changes over with the orders: setup, product and order come together", () => {
    const changes = (defaultWeek.get("PRESS_01") ?? []).filter((event) =>
      ["CHANGEOVER", "DIE_CHANGE"].includes(event.reason_code ?? ""),
    );
    expect(changes.length).toBeGreaterThan(4);
    for (const [index, change] of changes.entries()) {
      expect(change.product_id).not.toBe(changes[index - 1]?.product_id ?? "");
      expect(change.order_id).not.toBe(changes[index - 1]?.order_id ?? "");
    }
  });

  test("changes the operator with the shift and clears it when nobody is there", () => {
    expect(operatorsOf(defaultWeek).slice(0, 6)).toEqual([
      "OP_0102",
      "OP_0101",
      null,
      "OP_0102",
      "OP_0101",
      null,
    ]);
  });

  test("is followed by one in which the crews have changed places", () => {
    const nextWeek = simulatedEvents({ ...WEEK, seed: 42, startDate: "2026-01-12", days: 1 });
    expect(operatorsOf(byMachine(nextWeek))).toEqual(["OP_0101", "OP_0102", null]);
  });
});

function operatorsOf(machines: Map<string, Event[]>): unknown[] {
  const events = machines.get("ROBOT_01") ?? [];
  return events.map((event) => event.operator_id).filter((operatorId) => operatorId !== undefined);
}

describe("a failure", () => {
  const failure = { meanOperatingH: 1, shape: 1.3, healthEffect: 0 };
  const repair = { meanMin: 20, cv: 0.8 };
  const parameters: PlantParameters = {
    ...PLANT_DEFAULTS,
    machines: { PRESS_01: { failure, repair, maintenance: null, fault: null, restart: null } },
  };
  const events = weekOf(5, parameters).get("PRESS_01") ?? [];
  const intervals = intervalsOf(events);

  test("is always recovered from, and the interrupted piece is finished", () => {
    const afterFailure = intervals.filter((_, index) => intervals[index - 1]?.state === "FAILURE");
    expect(afterFailure.length).toBeGreaterThan(20);
    expect([...new Set(afterFailure.map(({ state }) => state))]).toEqual(["RUNNING"]);
  });

  test("interrupts a cycle without making it longer", () => {
    const cycles = events.map((event) => Number(event.cycle_s)).filter(Boolean);
    expect(Math.max(...cycles)).toBeLessThan(100);
  });

  test("comes only while the machine runs", () => {
    const before = intervals.filter((_, index) => intervals[index + 1]?.state === "FAILURE");
    expect([...new Set(before.map(({ state }) => state))]).toEqual(["RUNNING"]);
  });
});

describe("in the long run", () => {
  const sampling = { onS: 3600, offS: 3600, heartbeatS: 3600 };
  const failure = { meanOperatingH: 2, shape: 1.5, healthEffect: 0 };
  const repair = { meanMin: 20, cv: 0.9 };
  const plant: PlantParameters = {
    ...PLANT_DEFAULTS,
    sampling,
    machines: { PRESS_01: { failure, repair, maintenance: null, fault: null, restart: null } },
  };
  const options = { seed: 11, startDate: "2026-01-05", days: 182, lineCount: 1, machinesPerLine: 1 };
  const intervals: Interval[] = intervalsOf(simulatedEvents(options, plant));
  const failures = intervals.filter(({ state }) => state === "FAILURE");
  const runningMs = totalMs(intervals, "RUNNING");
  const failureMs = totalMs(intervals, "FAILURE");

  test("running over running and failed is MTBF over MTBF and MTTR", () => {
    const expected = 120 / (120 + 20);
    // Variation of the Weibull times (shape 1.5: cv 0.679) and of the repairs, by the delta method; three deviations.
    const deviation = expected * (1 - expected) * Math.sqrt((0.679 ** 2 + 0.9 ** 2) / failures.length);
    expect(failures.length).toBeGreaterThan(400);
    expect(Math.abs(runningMs / (runningMs + failureMs) - expected)).toBeLessThan(3 * deviation);
  });

  test("the failures are as long as the repair time says", () => {
    const meanMin = failureMs / failures.length / 60_000;
    expect(Math.abs(meanMin - 20)).toBeLessThan((3 * 20 * 0.9) / Math.sqrt(failures.length));
  });
});
