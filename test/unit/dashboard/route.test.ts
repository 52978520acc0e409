import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  addDays,
  daysIn,
  defaultRoute,
  formatRoute,
  grains,
  lastDays,
  measures,
  parseRoute,
  screenIds,
  suitableGrain,
  type Route,
} from "../../../src/dashboard/shared/route.ts";
import { beforeSpan } from "../../../src/dashboard/shared/requests.ts";

const span = { first: "2026-01-01", last: "2026-03-31", days: 7 };
const date = fc.integer({ min: 0, max: 400 }).map((days) => addDays("2025-12-01", days));
const optionalDate = fc.oneof(fc.constant(""), date);

const anyRoute: fc.Arbitrary<Route> = fc
  .record({
    screen: fc.constantFrom(...screenIds),
    place: fc.oneof(
      fc.constant({ scope: "plant" as const, scopeId: "" }),
      fc.record({
        scope: fc.constantFrom("site" as const, "line" as const, "machine" as const),
        scopeId: fc.string({ minLength: 1, maxLength: 50 }),
      }),
    ),
    dates: fc.tuple(date, date).map((pair) => pair.toSorted()),
    shift: fc.string({ maxLength: 20 }),
    product: fc.string({ maxLength: 20 }),
    grain: fc.constantFrom(...grains),
    measure: fc.constantFrom(...measures),
    bucket: fc.constantFrom("", "breakdown", "other_stop"),
    reason: fc.string({ maxLength: 20 }),
    day: optionalDate,
    board: fc.string({ maxLength: 20 }),
    beforeFrom: optionalDate,
    beforeTo: optionalDate,
    isTable: fc.boolean(),
    isWeek: fc.boolean(),
  })
  .map(({ place, dates: [from = "", to = ""], ...rest }) => ({ ...rest, ...place, from, to }));

describe("the address of a screen", () => {
  test("says everything and can be read back, whatever machines are called", () => {
    fc.assert(
      fc.property(anyRoute, (route) => {
        expect(parseRoute(formatRoute(route, span), span)).toEqual(route);
      }),
    );
  });

  test("is short where all is as usual", () => {
    expect(formatRoute(defaultRoute(span), span)).toBe("#/overview");
  });

  test.each<[hash: string, expected: Partial<Route>]>([
    ["", { screen: "overview", scope: "plant", from: "2026-03-25", to: "2026-03-31" }],
    ["#/nowhere?scope=galaxy&id=x", { screen: "overview", scope: "plant", scopeId: "" }],
    [
      "#/trend?from=2026-02-31x&to=yesterday&grain=minute",
      { screen: "trend", to: "2026-03-31", grain: "shift" },
    ],
    ["#/trend?from=2026-03-30&to=2026-03-01", { from: "2026-03-01", to: "2026-03-01" }],
    ["#/losses?bucket=<script>", { bucket: "" }],
    [`#/losses?scope=machine&id=${"m".repeat(300)}`, { scopeId: "m".repeat(200) }],
  ])("%s is read as far as it makes sense", (hash, expected) => {
    expect(parseRoute(hash, span)).toMatchObject(expected);
  });
});

describe("ranges", () => {
  test("the last 7 days are 7 days, the last of them included", () => {
    expect(lastDays(span, 7)).toEqual({ from: "2026-03-25", to: "2026-03-31" });
    expect(daysIn("2026-03-25", "2026-03-31")).toBe(7);
  });

  test("they begin no earlier than the figures", () => {
    expect(lastDays(span, 365)).toEqual({ from: "2026-01-01", to: "2026-03-31" });
  });

  test("days are days across the change of the clocks and the leap day", () => {
    expect(addDays("2026-03-28", 2)).toBe("2026-03-30");
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(daysIn("2026-10-24", "2026-10-26")).toBe(3);
  });

  test.each([
    ["2026-01-05", "2026-01-05", "hour"],
    ["2026-01-05", "2026-01-11", "shift"],
    ["2026-01-05", "2026-02-05", "day"],
    ["2026-01-05", "2026-12-31", "week"],
    ["2020-01-01", "2026-12-31", "month"],
  ])("%s to %s is shown by %s", (from, to, grain) => {
    expect(suitableGrain(from, to)).toBe(grain);
  });

  test("a bridge starts from as many dates before, unless others are chosen", () => {
    const route = { ...defaultRoute(span), from: "2026-03-02", to: "2026-03-04" };
    expect(beforeSpan(route)).toEqual({ from: "2026-02-27", to: "2026-03-01" });
    expect(beforeSpan({ ...route, beforeFrom: "2026-01-01", beforeTo: "2026-01-31" })).toEqual({
      from: "2026-01-01",
      to: "2026-01-31",
    });
  });
});
