import { describe, expect, test } from "vitest";

import { addDays, createSiteClock, weekdayOf } from "../../../src/simulate/site-clock.ts";

const berlin = createSiteClock("Europe/Berlin");
const utc = (date: string, time: string): string => new Date(berlin.toUtcMs(date, time)).toISOString();

describe("local times", () => {
  test("become UTC by the offset of their day", () => {
    expect(utc("2026-01-05", "06:00")).toBe("2026-01-05T05:00:00.000Z");
    expect(utc("2026-07-05", "06:00")).toBe("2026-07-05T04:00:00.000Z");
  });

  test("that the clock skips move on by the hour", () => {
    expect(utc("2026-03-29", "01:59")).toBe("2026-03-29T00:59:00.000Z");
    expect(utc("2026-03-29", "02:30")).toBe("2026-03-29T01:30:00.000Z");
    expect(utc("2026-03-29", "03:30")).toBe("2026-03-29T01:30:00.000Z");
  });

  test("that come twice mean the first", () => {
    expect(utc("2026-10-25", "02:30")).toBe("2026-10-25T00:30:00.000Z");
    expect(utc("2026-10-25", "03:00")).toBe("2026-10-25T02:00:00.000Z");
  });

  test.each(["America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"])(
    "in %s go there and back",
    (zone) => {
      const clock = createSiteClock(zone);
      for (const date of ["2026-01-15", "2026-04-06", "2026-07-15", "2026-10-05"]) {
        expect(clock.toLocalIso(clock.toUtcMs(date, "12:34")).slice(0, 16)).toBe(`${date}T12:34`);
      }
    },
  );

  test("are written with their offset", () => {
    expect(berlin.toLocalIso(Date.parse("2026-07-05T04:00:00Z"))).toBe("2026-07-05T06:00:00+02:00");
    expect(createSiteClock("America/St_Johns").toLocalIso(0)).toBe("1969-12-31T20:30:00-03:30");
  });
});

test("dates count on over months, leap days and clock changes", () => {
  expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(addDays("2026-03-28", 2)).toBe("2026-03-30");
  expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  expect(weekdayOf("2026-01-05")).toBe(1);
});
