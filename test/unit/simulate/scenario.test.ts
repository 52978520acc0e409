import { describe, expect, test } from "vitest";

import { UsageError } from "../../../src/lib/errors.ts";
import { planPlant } from "../../../src/simulate/plant-model.ts";
import { parseScenario, SCENARIO_NAMES, shippedScenario } from "../../../src/simulate/scenario.ts";
import { faultsOf } from "./canonical-line.ts";
import type { Event } from "./telemetry.ts";
import { byMachine, intervalsOf, parseLines, simulatedText, sumOf } from "./telemetry.ts";

const DAY = { seed: 42, startDate: "2026-01-05", days: 1, lineCount: null, machinesPerLine: null };

describe("the scenarios that come along", () => {
  test.each(SCENARIO_NAMES)("%s obeys its schema, and every parameter has a source", (name) => {
    expect(shippedScenario(name).name).toBe(name);
  });

  test("are as big as they say", () => {
    const sizes = SCENARIO_NAMES.map((name) => planPlant(DAY, shippedScenario(name)).machines.length);
    expect(sizes).toEqual([3, 29, 1000]);
  });
});

describe("a scenario of one's own", () => {
  test("says only what is different", () => {
    const plant = parseScenario({ base: "demo", machineTypes: { press: { idealCycleS: 50 } } }, "mine.json");
    expect(plant.machineTypes.press.idealCycleS).toBe(50);
    expect(plant.machineTypes.press.scrapRatio).toBe(shippedScenario("demo").machineTypes.press.scrapRatio);
  });

  test("is refused with all its faults", () => {
    const spec = { base: "demo", timeZone: "Europe/Atlantis", workdays: [7], speed: 1 };
    expect(() => parseScenario(spec, "mine.json")).toThrow(UsageError);
    expect(() => parseScenario(spec, "mine.json")).toThrowErrorMatchingInlineSnapshot(
      `[UserError: mine.json: timeZone: is not an IANA time zone; workdays.0: Too big: expected number to be <=6; it: Unrecognized key: "speed"]`,
    );
    expect(() => parseScenario(7, "mine.json")).toThrow(UsageError);
  });

  test("must say where its parameters come from", () => {
    const { sources: _sources, ...plant } = shippedScenario("demo");
    expect(() => parseScenario(plant, "mine.json")).toThrow("order has no source");
  });

  test("that is mistyped is guessed", () => {
    expect(() => shippedScenario("automotiv")).toThrow("there is no scenario automotiv");
  });
});

/** Seconds of cycles on all machines of a kind. */
function runningS(machines: ReadonlyMap<string, readonly Event[]>, prefix: string): number {
  const own = [...machines].filter(([machineId]) => machineId.startsWith(prefix));
  return own.reduce((sum, [, events]) => sum + sumOf(events, "cycle_s"), 0);
}

describe("a day of the body shop", () => {
  const text = simulatedText(DAY, shippedScenario("automotive"));
  const events = parseLines(text);
  const machines = byMachine(events);

  test("obeys the canonical table in every line", () => {
    expect(text.split("\n").slice(0, -1).flatMap(faultsOf)).toEqual([]);
  });

  test("counts the pieces of presses by counters that never fall, those of others one by one", () => {
    for (const [machineId, own] of machines) {
      const readings = own.filter(({ event_type: type }) => type === "counter");
      expect(readings.length > 0).toBe(machineId.startsWith("PRESS"));
      expect(own.some(({ event_type: type }) => type === "count")).toBe(!machineId.startsWith("PRESS"));
      const totals = readings.map((event) => Number(event.total_count));
      expect(totals).toEqual(totals.toSorted((a, b) => a - b));
      if (readings.length > 0) expect((totals.at(-1) ?? 0) - (totals[0] ?? 0)).toBeGreaterThan(500);
    }
  });

  test("measures pieces later: beyond the limits where the verdict is scrap, else within", () => {
    const found = events.filter(({ event_type: type }) => type === "inspection");
    expect(found.length).toBeGreaterThan(300);
    expect(found.filter(({ verdict }) => verdict === "scrap").length).toBeGreaterThan(0);
    for (const { measured = 0, lower_limit: low = 0, upper_limit: high = 0, verdict } of found) {
      expect(measured < low || measured > high).toBe(verdict === "scrap");
    }
    for (const own of machines.values()) {
      const made = new Set(
        own.filter(({ event_type: type }) => type === "count").map((event) => event.unit_id),
      );
      const measured = own.filter(({ event_type: type }) => type === "inspection");
      expect(measured.every((event) => made.has(event.unit_id))).toBe(true);
    }
  });

  test("explains some stops later, each one a stop that had no reason", () => {
    let lateCount = 0;
    for (const own of machines.values()) {
      const stops = intervalsOf(own).filter(
        ({ state }) => !["RUNNING", "STARVED", "BLOCKED", "OFF"].includes(state),
      );
      for (const { at = "", ts } of own.filter(({ event_type: type }) => type === "reason")) {
        const atMs = Date.parse(at);
        const stop = stops.find(({ startMs, endMs }) => startMs <= atMs && atMs < endMs);
        expect(stop).toMatchObject({ reasonCode: null });
        expect(Date.parse(ts)).toBeGreaterThan(stop?.endMs ?? Infinity);
        lateCount += 1;
      }
    }
    expect(lateCount).toBeGreaterThan(20);
  });

  test("renews tools and electrodes by the piece", () => {
    const changes = events.filter((event) => event.reason_code === "TOOL_CHANGE").length;
    const dressings = events.filter((event) => event.reason_code === "TIP_DRESS").length;
    expect(dressings / (runningS(machines, "ROBOT") / 59 / 150)).toBeGreaterThan(0.7);
    expect(changes / (runningS(machines, "CNC") / 96 / 400)).toBeGreaterThan(0.4);
  });
});
