import { describe, expect, test } from "vitest";

import { ExitCode } from "../../../src/lib/errors.ts";
import type { Reference, ReferenceTable } from "../../../src/pipeline/reference/read.ts";
import { errorOf, messageOf, readFiles, withDirectory } from "./plant-files.ts";

const sites = (text: string) => readFiles({ "sites.csv": text });

const idOf = (reference: Reference, table: ReferenceTable["name"]) => reference.contentIds.get(table);

const shifts = (weekdays: string, end: string) =>
  readFiles({
    "shifts.csv": `calendar_id,shift_id,weekdays,starts_at,ends_at\nC,late,${weekdays},16:00,${end}\n`,
  });

describe("the error", () => {
  const files = {
    "sites.csv": "site_id,name,time_zone\nS1,Works,+02:00\nS1,Other,UTC\n",
    "machines.csv": "machine_id,silence_s\nM1,-5\n",
    "shifts.csv":
      "calendar_id,shift_id,weekdays,starts_at,ends_at\nC1,early,Mon-Fri,06:00,14:00\nC1,late,Mon-Fryday,14:00,25:00\n",
  };

  test("five faults in three files are told at once", async () => {
    expect(await messageOf(files)).toMatchInlineSnapshot(`
      "5 faults in the reference files
      reference/machines.csv:2:4: silence_s "-5": expected seconds from 0.001, at most 1000000000
      reference/shifts.csv:3:9: weekdays "Mon-Fryday": expected e.g. Mon-Fri or Mon,Wed
      reference/shifts.csv:3:26: ends_at "25:00": expected a time of day HH:MM from 00:00 to 24:00
      reference/sites.csv:2:10: time_zone "+02:00": expected an IANA time zone such as Europe/Berlin or UTC
      reference/sites.csv:3:1: site_id "S1": line 2 has the same site_id"
    `);
  });

  test("it is a configuration error with the faults as data", async () => {
    const error = await withDirectory(files, errorOf);
    expect(error.code).toBe("REFERENCE_FAULT");
    expect(error.exitCode).toBe(ExitCode.usage);
    expect(error.hint).toBe(
      "correct these places (file:line:column) and run again; nothing has been published",
    );
    expect(error.faults[1]).toEqual({
      file: "reference/shifts.csv",
      line: 3,
      column: 9,
      columnName: "weekdays",
      message: 'weekdays "Mon-Fryday": expected e.g. Mon-Fri or Mon,Wed',
    });
  });

  test("only the first hundred faults are printed, all are kept", async () => {
    const rows = Array.from({ length: 103 }, (_, index) => `P${index},x,y`);
    const error = await withDirectory({ "products.csv": ["product_id,name", ...rows].join("\n") }, errorOf);
    const lines = error.message.split("\n");
    expect(lines.slice(0, 2)).toEqual([
      "103 faults in the reference files",
      "reference/products.csv:2:6: 3 fields, the header has 2: put a value that contains a comma in double quotes",
    ]);
    expect(lines.slice(-2)).toEqual([
      "reference/products.csv:101:7: 3 fields, the header has 2: put a value that contains a comma in double quotes",
      "... and 3 more",
    ]);
    expect(error.faults).toHaveLength(103);
  });

  test("a long value or one of several lines is shown on one line, cut", async () => {
    const value = `a\n${"b".repeat(80)}`;
    expect(await messageOf({ "reasons.csv": `reason_code,bucket\nR1,"${value}"\n` })).toBe(
      `1 fault in the reference files\nreference/reasons.csv:2:4: bucket "a\\n${"b".repeat(58)}...": expected one of planned_stop, setup, breakdown, starved, blocked, minor_stop, other_stop`,
    );
  });
});

describe("content ids", () => {
  test("depend on what the rows say, not on how or where they stand", async () => {
    const one = await sites("site_id,name,time_zone\nS1,,UTC\nS2,Works,UTC\n");
    const other = await sites('\ufefftime_zone,site_id,name\r\nUTC,"S2", Works\r\n\r\nUTC,S1,\r\n');
    expect(idOf(other, "sites")).toBe(idOf(one, "sites"));
    expect(idOf(one, "sites")).toMatch(/^[0-9a-f]{64}$/);
  });

  test("tell apart every change of a value, an empty one too", async () => {
    const texts = ["S1,UTC\nS2,UTC", "S1,UTC\nS2,Asia/Tokyo", "S1,UTC", ""];
    const ids = await Promise.all(
      texts.map(async (rows) => idOf(await sites(`site_id,time_zone\n${rows}\n`), "sites")),
    );
    expect(new Set(ids).size).toBe(4);
  });

  test("are the same for a missing, an empty and a row-less file", async () => {
    const ids = await Promise.all([readFiles({}), sites(""), sites("site_id,time_zone\n")]);
    expect(new Set(ids.map((reference) => idOf(reference, "sites"))).size).toBe(1);
  });

  test("are the same for two ways to write the same weekdays", async () => {
    expect(idOf(await shifts("Mon-Wed", "24:00"), "shifts")).toBe(
      idOf(await shifts('"wed,TUE,Mon"', "00:00"), "shifts"),
    );
  });
});
