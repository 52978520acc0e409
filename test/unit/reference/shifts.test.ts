import { describe, expect, test } from "vitest";

import { messageOf, readFiles, rowsOf } from "./plant-files.ts";

const shifts = (...rows: readonly string[]) => ({
  "shifts.csv": ["calendar_id,shift_id,weekdays,starts_at,ends_at,valid_from,valid_to", ...rows, ""].join(
    "\n",
  ),
});
const expectFine = async (files: Readonly<Record<string, string>>) =>
  expect(readFiles(files)).resolves.toBeDefined();

const replacedBy = (to: string) =>
  shifts(`C1,early,Mon,06:00,14:00,,${to}`, "C1,day,Mon,06:00,14:00,2026-01-05,");

const withBreaks = (rows: readonly string[], ...breaks: readonly string[]) => ({
  ...shifts(...rows),
  "breaks.csv": ["calendar_id,shift_id,starts_at,ends_at", ...breaks, ""].join("\n"),
});

test("weekdays come out as a list in week order, and 24:00 as midnight", async () => {
  const files = shifts('C1,night,"Sun,Mon-Tue",22:00,24:00,,');
  expect(await rowsOf("shifts", files)).toEqual([
    ["C1", "night", "Mon,Tue,Sun", "22:00", "00:00", null, null],
  ]);
});

describe("shifts that do not overlap", () => {
  test("three shifts round the clock", async () => {
    await expectFine(
      shifts(
        "C1,early,Mon-Sun,06:00,14:00,,",
        "C1,late,Mon-Sun,14:00,22:00,,",
        "C1,night,Mon-Sun,22:00,06:00,,",
      ),
    );
  });

  test("whole days that follow each other", async () => {
    await expectFine(
      shifts(
        "C1,24h,Mon-Sun,00:00,00:00,,",
        "C2,day,Mon-Wed,06:00,06:00,,",
        "C2,other,Thu-Sun,06:00,06:00,,",
      ),
    );
  });

  test("the same hours in other calendars, on other days or in other years", async () => {
    await expectFine(
      shifts(
        "C1,early,Mon-Fri,06:00,14:00,,2026-01-01",
        "C1,day,Mon-Fri,08:00,16:00,2026-01-01,",
        "C1,weekend,Sat-Sun,06:00,14:00,,",
        "C2,early,Mon-Fri,06:00,14:00,,",
      ),
    );
  });

  test("a new version that begins on a day the night before does not reach", async () => {
    // 2026-02-02 is a Monday; the old night shift starts last on Friday.
    await expectFine(
      shifts("C1,night,Mon-Fri,22:00,06:00,,2026-02-02", "C1,early,Mon-Fri,05:00,13:00,2026-02-02,"),
    );
  });

  test("validities that share a week without the day that would clash", async () => {
    // 2026-01-05 is a Monday: from Monday to Wednesday there is no Thursday.
    await expectFine(shifts("C1,a,Thu,06:00,14:00,,2026-01-08", "C1,b,Mon-Fri,06:00,14:00,2026-01-05,"));
  });
});

describe("shifts that overlap", () => {
  test("by times on a common weekday, with both lines", async () => {
    const files = shifts("C1,early,Mon-Fri,06:00,14:00,,", "C1,late,Wed-Sun,13:30,22:00,,");
    expect(await messageOf(files)).toMatchInlineSnapshot(`
      "1 fault in the reference files
      reference/shifts.csv:3:17: starts_at "13:30": shift "late" of Wed overlaps "early" of line 2 in calendar "C1""
    `);
  });

  test("from Sunday night into Monday", async () => {
    const files = shifts("C1,night,Sun,22:00,06:00,,", "C1,early,Mon,05:59,14:00,,");
    expect(await messageOf(files)).toMatchInlineSnapshot(`
      "1 fault in the reference files
      reference/shifts.csv:3:14: starts_at "05:59": shift "early" of Mon overlaps "night" of line 2 in calendar "C1""
    `);
  });

  test("a night that reaches into the first day of the next version", async () => {
    // 2026-02-03 is a Tuesday: Monday's night shift still runs until 06:00.
    const files = shifts(
      "C1,night,Mon-Fri,22:00,06:00,,2026-02-03",
      "C1,early,Mon-Fri,05:00,13:00,2026-02-03,",
    );
    expect(await messageOf(files)).toMatchInlineSnapshot(`
      "1 fault in the reference files
      reference/shifts.csv:3:18: starts_at "05:00": shift "early" of Tue overlaps "night" of line 2 in calendar "C1""
    `);
  });

  test("only on the days that both validities have", async () => {
    // 2026-01-05 is a Monday, so the first validity ends with Thursday, 8 January.
    const files = shifts("C1,a,Thu,06:00,14:00,,2026-01-09", "C1,b,Mon-Fri,06:00,14:00,2026-01-05,");
    expect(await messageOf(files)).toMatchInlineSnapshot(`
      "1 fault in the reference files
      reference/shifts.csv:3:14: starts_at "06:00": shift "b" of Thu overlaps "a" of line 2 in calendar "C1""
    `);
  });

  test("the same shift twice on a day, apart in time", async () => {
    const files = shifts("C1,early,Mon,06:00,10:00,,", "C1,early,Mon,11:00,14:00,2026-01-01,");
    expect(await messageOf(files)).toMatchInlineSnapshot(`
      "1 fault in the reference files
      reference/shifts.csv:3:14: starts_at "11:00": shift "early" of Mon overlaps "early" of line 2 in calendar "C1""
    `);
  });

  test("a timestamp in a validity is read on the clock of the calendar's site", async () => {
    const plant = {
      "sites.csv": "site_id,time_zone\nS1,Asia/Tokyo\n",
      "lines.csv": "line_id,site_id,calendar_id\nL1,S1,C1\n",
    };
    // 21:00 UTC of Sunday is 06:00 of Monday, 5 January, in Tokyo: the old early shift no longer starts that day.
    await expectFine({ ...plant, ...replacedBy("2026-01-04T21:00:00Z") });
    expect(await messageOf({ ...plant, ...replacedBy("2026-01-04T21:01:00Z") })).toMatchInlineSnapshot(`
      "1 fault in the reference files
      reference/shifts.csv:3:12: starts_at "06:00": shift "day" of Mon overlaps "early" of line 2 in calendar "C1""
    `);
  });
});

describe("breaks", () => {
  const night = "C1,night,Mon-Fri,22:00,06:00,,";

  test("may lie anywhere in their shift, past midnight too, and may overlap", async () => {
    await expectFine(
      withBreaks(
        [night],
        "C1,night,22:00,22:10",
        "C1,night,23:45,00:15",
        "C1,night,00:00,00:30",
        "C1,night,05:30,06:00",
      ),
    );
  });

  test("outside their shift they are faults", async () => {
    expect(
      await messageOf(
        withBreaks([night], "C1,night,21:50,22:10", "C1,night,05:50,06:10", "C1,night,12:00,12:30"),
      ),
    ).toMatchInlineSnapshot(`
        "3 faults in the reference files
        reference/breaks.csv:2:10: starts_at "21:50": outside its shift, 22:00 to 06:00 (reference/shifts.csv:2)
        reference/breaks.csv:3:10: starts_at "05:50": outside its shift, 22:00 to 06:00 (reference/shifts.csv:2)
        reference/breaks.csv:4:10: starts_at "12:00": outside its shift, 22:00 to 06:00 (reference/shifts.csv:2)"
      `);
  });

  test("it is enough to lie in one version of the shift", async () => {
    const versions = ["C1,early,Mon,06:00,14:00,,2026-01-01", "C1,early,Mon,05:00,13:00,2026-01-01,"];
    await expectFine(withBreaks(versions, "C1,early,05:30,05:45", "C1,early,13:30,13:45"));
  });

  test("a break without length is a fault", async () => {
    expect(await messageOf(withBreaks([night], "C1,night,23:00,23:00"))).toMatchInlineSnapshot(`
      "1 fault in the reference files
      reference/breaks.csv:2:16: ends_at "23:00": expected another time than starts_at"
    `);
  });
});
