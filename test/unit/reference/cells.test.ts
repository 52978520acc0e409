import { describe, expect, test } from "vitest";

import { checkCell, type CellKind } from "../../../src/pipeline/reference/cells.ts";

/** The value, or the message of a refused cell. */
const check = (kind: CellKind, text: string): string => {
  const result = checkCell(kind, text);
  return result.isValid ? result.value : result.message;
};

const accepts = (kind: CellKind, texts: readonly string[]) =>
  test.for(texts)(`%s is a ${kind}`, (text) => {
    expect(check(kind, text)).toBe(text);
  });

const refuses = (kind: CellKind, texts: readonly string[], message: string) =>
  test.for(texts)(`%s is no ${kind}`, (text) => {
    expect(check(kind, text)).toBe(message);
  });

describe("numbers", () => {
  accepts("silence", ["12.5", "1e3", ".5", "5.", "0.001", "+3", "1000000000"]);
  refuses(
    "silence",
    ["0", "0.0009", "-1", "12,5", "NaN", "Infinity", "1e999", "0x10", "1_000", "12 s", "1000000001"],
    "expected seconds from 0.001, at most 1000000000",
  );
  accepts("cycle", ["0.000001", "55"]);
  refuses("cycle", ["0", "0.0000009"], "expected seconds from 0.000001, at most 1000000000");
  accepts("secondsFromZero", ["0", "-0", "300"]);
  refuses("secondsFromZero", ["-0.1", "five"], "expected seconds from 0, at most 1000000000");
  accepts("whole", ["0", "007", "2147483647"]);
  refuses(
    "whole",
    ["-1", "1.0", "1e3", "2147483648", "١"],
    "expected a whole number from 0, at most 2147483647",
  );
  accepts("number", ["-3.5", "0", "1e-3"]);
  refuses("number", ["85 %", "1e400", "."], "expected a number");
});

describe("times of day", () => {
  accepts("startTime", ["00:00", "23:59"]);
  refuses(
    "startTime",
    ["24:00", "6:00", "06:00:00", "06.00", "12:60"],
    "expected a time of day HH:MM from 00:00 to 23:59",
  );
  accepts("endTime", ["00:00", "14:00"]);
  refuses("endTime", ["24:01", "25:00"], "expected a time of day HH:MM from 00:00 to 24:00");

  test("an end at 24:00 is midnight", () => {
    expect(check("endTime", "24:00")).toBe("00:00");
  });
});

describe("dates and timestamps", () => {
  accepts("date", ["2026-01-05", "2024-02-29", "9999-12-31"]);
  refuses(
    "date",
    ["2026-02-30", "2025-02-29", "2026-1-5", "05.01.2026", "20260105", "2026-01-05T00:00:00Z"],
    "expected a date that exists, as YYYY-MM-DD",
  );
  accepts("timestamp", ["2026-01-05T06:00:00Z", "2026-01-05T06:00:00.123456-03:30"]);
  refuses(
    "timestamp",
    [
      "2026-01-05T06:00:00",
      "2026-01-05",
      "2026-02-30T06:00:00Z",
      "2026-01-05T24:00:00Z",
      "2026-01-05T06:00:60Z",
      "2026-01-05T06Z",
      "2026-01-05T06:00:00 Europe/Berlin",
    ],
    "expected an ISO timestamp with Z or an offset, e.g. 2026-01-05T06:00:00+01:00",
  );
  accepts("bound", ["2026-01-05", "2026-01-05T06:00:00+01:00"]);
  refuses(
    "bound",
    ["2026-01-05T06:00:00", "2026-02-30", "today"],
    "expected a date that exists, as YYYY-MM-DD, or a timestamp with Z or an offset, e.g. 2026-01-05T06:00:00+01:00",
  );

  test.for([
    ["2026-01-05T06:00Z", "2026-01-05T06:00:00Z"],
    ["2026-01-05 06:00:00+01", "2026-01-05T06:00:00+01:00"],
    ["2026-01-05T06:00-0330", "2026-01-05T06:00:00-03:30"],
  ])("%s is spelt out as %s", ([text, expected]) => {
    expect(check("timestamp", text ?? "")).toBe(expected);
  });
});

describe("time zones", () => {
  accepts("zone", ["Europe/Berlin", "UTC", "Asia/Kolkata", "America/Argentina/Buenos_Aires", "Etc/GMT+5"]);
  refuses(
    "zone",
    ["+02:00", "CET", "CET5", "GMT", "Mars/Olympus"],
    "expected an IANA time zone such as Europe/Berlin or UTC",
  );

  test.for([
    ["Europe/Berln", "Europe/Berlin"],
    ["america/new_york", "America/New_York"],
  ])("%s is refused with a better name", ([text, zone]) => {
    expect(check("zone", text ?? "")).toBe(
      `expected an IANA time zone such as Europe/Berlin or UTC; did you mean ${zone}?`,
    );
  });
});

describe("names", () => {
  accepts("kpi", ["oee", "kwh_per_good_unit", "mtbf_s"]);
  refuses(
    "kpi",
    ["OEE", "oee-low", "_oee", "oee_", "2oee"],
    "expected a KPI in lower snake case, e.g. oee or kwh_per_good_unit",
  );
  accepts("shiftId", ["early", "24h", "1"]);
  refuses(
    "shiftId",
    ["unscheduled", "Unscheduled"],
    "expected another name, since unscheduled stands for time outside every shift",
  );
  accepts("bucket", ["planned_stop", "other_stop"]);
  refuses(
    "bucket",
    ["running", "no_data"],
    "expected one of planned_stop, setup, breakdown, starved, blocked, minor_stop, other_stop",
  );

  test("a misspelt bucket is refused with a better name", () => {
    expect(check("bucket", "plannedstop")).toBe(
      "expected one of planned_stop, setup, breakdown, starved, blocked, minor_stop, other_stop; did you mean planned_stop?",
    );
  });
});
