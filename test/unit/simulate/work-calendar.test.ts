import { describe, expect, test } from "vitest";

import { createSiteClock } from "../../../src/simulate/site-clock.ts";
import { addWorkTime, createPeriodCursor, createWorkCalendar } from "../../../src/simulate/work-calendar.ts";

const HOUR_MS = 3_600_000;
const clock = createSiteClock("Europe/Berlin");
const NIGHT = {
  shiftId: "night",
  startsAt: "22:00",
  endsAt: "06:00",
  breaks: [{ name: "Meal break", startsAt: "01:45", endsAt: "02:15" }],
};
const pattern = { workdays: [1], shifts: [NIGHT], holidays: [{ monthDay: "01-12", name: "Test day" }] };
const calendar = createWorkCalendar(pattern, clock, "2026-01-05", 14);
const at = (text: string): number => Date.parse(text);

describe("a night shift", () => {
  test("reaches into the next day, with its breaks, and belongs to the day it starts on", () => {
    const local = calendar.periods.map(({ activity, shift, startMs, endMs }) =>
      [activity, shift.productionDate, clock.toLocalIso(startMs), clock.toLocalIso(endMs)].join(" "),
    );
    expect(local).toEqual([
      "work 2026-01-05 2026-01-05T22:00:00+01:00 2026-01-06T01:45:00+01:00",
      "break 2026-01-05 2026-01-06T01:45:00+01:00 2026-01-06T02:15:00+01:00",
      "work 2026-01-05 2026-01-06T02:15:00+01:00 2026-01-06T06:00:00+01:00",
    ]);
  });

  test("does not start on a holiday", () => {
    expect(calendar.holidays).toEqual([{ date: "2026-01-12", name: "Test day" }]);
    expect(calendar.periods.some(({ shift }) => shift.productionDate === "2026-01-12")).toBe(false);
  });
});

test("the cursor finds the period at an instant, half-open, else the next one", () => {
  const periodAt = createPeriodCursor(calendar);
  expect(periodAt(at("2026-01-05T00:00Z"))).toBe(calendar.periods[0]);
  expect(periodAt(at("2026-01-06T00:44:59.999Z"))).toBe(calendar.periods[0]);
  expect(periodAt(at("2026-01-06T00:45Z"))).toBe(calendar.periods[1]);
  expect(periodAt(at("2026-01-06T05:00Z"))).toBeUndefined();
});

test("work time passes neither in breaks nor outside shifts", () => {
  const start = at("2026-01-05T12:00Z");
  expect(addWorkTime(calendar, start, 0)).toBe(at("2026-01-05T21:00Z"));
  expect(addWorkTime(calendar, start, 4 * HOUR_MS)).toBe(at("2026-01-06T01:30Z"));
  expect(addWorkTime(calendar, start, 8 * HOUR_MS)).toBeUndefined();
});
