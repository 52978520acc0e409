import { describe, expect, test } from "vitest";

import type { PlantParameters } from "../../../src/simulate/plant-parameters.ts";
import { PLANT_DEFAULTS, byMachine, simulatedEvents } from "./telemetry.ts";

const LINE = { seed: 3, lineCount: 1, machinesPerLine: 1 };
const EVERY_DAY: PlantParameters = { ...PLANT_DEFAULTS, workdays: [0, 1, 2, 3, 4, 5, 6] };

/** When the machine is switched on, in UTC. */
function switchOns(startDate: string, days: number, parameters: PlantParameters): string[] {
  return simulatedEvents({ ...LINE, startDate, days }, parameters)
    .filter((event) => event.reason_code === "START_UP")
    .map(({ ts }) => ts);
}

describe("shifts start at 06:00 on the wall clock", () => {
  test("on the weekend on which the clock goes forward", () => {
    expect(switchOns("2026-03-28", 2, EVERY_DAY)).toEqual([
      "2026-03-28T05:00:00.000Z",
      "2026-03-29T04:00:00.000Z",
    ]);
  });

  test("on the weekend on which the clock goes back", () => {
    expect(switchOns("2026-10-24", 2, EVERY_DAY)).toEqual([
      "2026-10-24T04:00:00.000Z",
      "2026-10-25T05:00:00.000Z",
    ]);
  });

  test("before and after a weekend without shifts", () => {
    expect(switchOns("2026-03-27", 4, PLANT_DEFAULTS)).toEqual([
      "2026-03-27T05:00:00.000Z",
      "2026-03-30T04:00:00.000Z",
    ]);
  });
});

describe("a span of local days", () => {
  test.each([
    ["2026-03-28", "2026-03-27T23:00:00.000Z", "2026-03-29T22:00:00.000Z", 47],
    ["2026-10-24", "2026-10-23T22:00:00.000Z", "2026-10-25T23:00:00.000Z", 49],
  ])("of two days from %s is as long as the clock makes it", (startDate, first, last, hours) => {
    for (const events of byMachine(simulatedEvents({ ...LINE, startDate, days: 2 })).values()) {
      expect([events[0]?.ts, events.at(-1)?.ts]).toEqual([first, last]);
      expect((Date.parse(last) - Date.parse(first)) / 3_600_000).toBe(hours);
    }
  });
});

test("a night shift across the change is an hour shorter, and its breaks are on the wall clock", () => {
  const shifts = [
    {
      shiftId: "night",
      startsAt: "22:00",
      endsAt: "06:00",
      breaks: [{ name: "Meal break", startsAt: "03:00", endsAt: "03:30" }],
    },
  ];
  const plant: PlantParameters = { ...EVERY_DAY, shifts };
  const events = simulatedEvents({ ...LINE, startDate: "2026-03-28", days: 2 }, plant);
  const states = events.filter(({ event_type }) => event_type === "state");
  const pauses = states.filter((event) => event.reason_code === "BREAK").map(({ ts }) => ts.slice(0, 15));
  const ends = states
    .filter((event) => event.state === "OFF")
    .slice(1)
    .map(({ ts }) => ts.slice(0, 13));
  expect(pauses).toEqual(["2026-03-28T02:0", "2026-03-29T01:0"]);
  expect(ends).toEqual(["2026-03-28T05", "2026-03-29T04"]);
});
