import { describe, expect, test } from "vitest";

import { messageOf, readFiles } from "./plant-files.ts";

const standards = (...rows: readonly string[]) =>
  ["machine_id,product_id,ideal_cycle_s,valid_from,valid_to", ...rows, ""].join("\n");

const replacedOn = (from: string) => standards("M1,,10,,2026-07-01", `M1,,9,${from},`);

describe("spans", () => {
  test("an end must be later than its beginning", async () => {
    const files = {
      "standards.csv": standards(
        "M1,,10,2026-02-01,2026-02-01",
        "M2,,10,2026-02-01T00:00:00Z,2026-02-01T01:00:00+01:00",
      ),
      "planned_stops.csv":
        "machine_id,started_at,ended_at\nM1,2026-01-05T06:00:00+01:00,2026-01-05T05:30:00Z\nM1,2026-01-05T06:00:00Z,2026-01-05T06:30:00+01:00\n",
      "orders.csv":
        "order_id,planned_start_at,planned_end_at\nO1,2026-01-05T06:00:00Z,\nO2,2026-01-06T06:00:00Z,2026-01-05T06:00:00Z\n",
    };
    expect(await messageOf(files)).toMatchInlineSnapshot(`
      "4 faults in the reference files
      reference/orders.csv:3:25: planned_end_at "2026-01-05T06:00:00Z": expected later than planned_start_at "2026-01-06T06:00:00Z"
      reference/planned_stops.csv:3:25: ended_at "2026-01-05T06:30:00+01:00": expected later than started_at "2026-01-05T06:00:00Z"
      reference/standards.csv:2:19: valid_to "2026-02-01": expected later than valid_from "2026-02-01"
      reference/standards.csv:3:29: valid_to "2026-02-01T01:00:00+01:00": expected later than valid_from "2026-02-01T00:00:00Z""
    `);
  });

  test("microseconds count", async () => {
    const row = "M1,2026-01-05T06:00:00.000001Z,2026-01-05T06:00:00.000002Z";
    const files = { "planned_stops.csv": `machine_id,started_at,ended_at\n${row}\n` };
    await expect(readFiles(files)).resolves.toBeDefined();
  });
});

describe("standards", () => {
  test("versions that touch do not overlap, nor do any product and one product", async () => {
    const rows = ["M1,P1,10,,2026-02-01", "M1,P1,9,2026-02-01,", "M1,,12,,", "M2,P1,10,,"];
    await expect(readFiles({ "standards.csv": standards(...rows) })).resolves.toBeDefined();
  });

  test("versions that share a day are told with both lines", async () => {
    const rows = ["M1,P1,10,,2026-02-02", "M1,P1,9,2026-02-01,", "M1,,12,,", "M1,,13,2026-01-01,2026-01-02"];
    expect(await messageOf({ "standards.csv": standards(...rows) })).toMatchInlineSnapshot(`
      "2 faults in the reference files
      reference/standards.csv:3:9: valid_from "2026-02-01": line 2 already holds then for machine_id "M1", product_id "P1"; valid_to is exclusive
      reference/standards.csv:5:8: valid_from "2026-01-01": line 4 already holds then for machine_id "M1", any product_id; valid_to is exclusive"
    `);
  });

  test("without validity columns a second standard overlaps the first", async () => {
    const text = "ideal_cycle_s,machine_id\n10,M1\n11,M1\n";
    expect(await messageOf({ "standards.csv": text })).toMatchInlineSnapshot(`
      "1 fault in the reference files
      reference/standards.csv:3:4: machine_id "M1": line 2 already holds then for machine_id "M1", any product_id; valid_to is exclusive"
    `);
  });

  test("a date is midnight at the machine's site when it meets a timestamp", async () => {
    const plant = {
      "sites.csv": "site_id,time_zone\nS1,Europe/Berlin\n",
      "lines.csv": "line_id,site_id\nL1,S1\n",
      "machines.csv": "machine_id,line_id\nM1,L1\n",
    };
    // Midnight of 1 July in Berlin is 22:00 UTC of 30 June.
    await expect(
      readFiles({ ...plant, "standards.csv": replacedOn("2026-06-30T22:00:00Z") }),
    ).resolves.toBeDefined();
    expect(await messageOf({ ...plant, "standards.csv": replacedOn("2026-06-30T21:59:59Z") }))
      .toMatchInlineSnapshot(`
      "1 fault in the reference files
      reference/standards.csv:3:7: valid_from "2026-06-30T21:59:59Z": line 2 already holds then for machine_id "M1", any product_id; valid_to is exclusive"
    `);
  });

  test("a row at fault takes no part in overlaps", async () => {
    const rows = ["M1,,10,,", "M1,,9,2026-02-30,"];
    expect(await messageOf({ "standards.csv": standards(...rows) })).toMatchInlineSnapshot(`
      "1 fault in the reference files
      reference/standards.csv:3:7: valid_from "2026-02-30": expected a date that exists, as YYYY-MM-DD, or a timestamp with Z or an offset, e.g. 2026-01-05T06:00:00+01:00"
    `);
  });
});

test("two targets for the same thing at the same time overlap", async () => {
  const text =
    "scope,scope_id,kpi,target,valid_from\nline,L1,oee,0.8,\nline,L1,teep,0.5,\nline,L1,oee,0.85,2026-06-01\n";
  expect(await messageOf({ "targets.csv": text })).toMatchInlineSnapshot(`
    "1 fault in the reference files
    reference/targets.csv:4:18: valid_from "2026-06-01": line 2 already holds then for scope "line", scope_id "L1", kpi "oee"; valid_to is exclusive"
  `);
});
