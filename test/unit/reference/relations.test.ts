import { describe, expect, test } from "vitest";

import { messageOf, readFiles } from "./plant-files.ts";

const reasons = (...rows: readonly string[]) => ({
  "reasons.csv": ["reason_code,parent_code", ...rows, ""].join("\n"),
});

describe("keys", () => {
  test("a repeated key names the first line, each time", async () => {
    expect(await messageOf({ "products.csv": "product_id,name\nP1,Door\nP2,\nP1,Gate\nP1,Lid\n" }))
      .toMatchInlineSnapshot(`
        "2 faults in the reference files
        reference/products.csv:4:1: product_id "P1": line 2 has the same product_id
        reference/products.csv:5:1: product_id "P1": line 2 has the same product_id"
      `);
  });

  test("codes differ by case", async () => {
    await expect(readFiles({ "products.csv": "product_id\nP1\np1\n" })).resolves.toBeDefined();
  });

  test("a key of several columns repeats only as a whole", async () => {
    const text = "calendar_id,date\nC1,2026-05-01\nC2,2026-05-01\nC1,2026-05-02\nC1,2026-05-01\n";
    expect(await messageOf({ "holidays.csv": text })).toMatchInlineSnapshot(`
      "1 fault in the reference files
      reference/holidays.csv:5:1: calendar_id "C1": line 2 has the same calendar_id, date"
    `);
  });

  test("a shift repeated on the same day of validity is told once, as a repeated key", async () => {
    const text =
      "calendar_id,shift_id,weekdays,starts_at,ends_at\nC1,early,Mon,06:00,14:00\nC1,early,Mon,06:00,14:00\n";
    expect(await messageOf({ "shifts.csv": text })).toMatchInlineSnapshot(`
      "1 fault in the reference files
      reference/shifts.csv:3:1: calendar_id "C1": line 2 has the same calendar_id, shift_id, valid_from"
    `);
  });

  test("the same break or planned stop twice is no fault", async () => {
    const stop = "M1,2026-01-05T06:00:00Z,2026-01-05T07:00:00Z";
    const pause = "C1,early,09:00,09:15";
    const files = {
      "planned_stops.csv": `machine_id,started_at,ended_at\n${stop}\n${stop}\n`,
      "breaks.csv": `calendar_id,shift_id,starts_at,ends_at\n${pause}\n${pause}\n`,
    };
    await expect(readFiles(files)).resolves.toBeDefined();
  });
});

describe("links", () => {
  const line = "line_id,site_id,constraint_machine_id,output_machine_id,calendar_id\nL1,S9,M9,M8,C9\n";
  const order = "order_id,product_id,line_id\nO1,P9,L9\n";

  test("nothing dangles where the file pointed to is missing", async () => {
    const files = { "lines.csv": line, "machines.csv": "machine_id,line_id\nM9,L1\nM8,\n" };
    await expect(readFiles(files)).resolves.toBeDefined();
  });

  test("every link is checked where the file pointed to exists, even empty", async () => {
    const files = {
      "lines.csv": line,
      "sites.csv": "",
      "machines.csv": "machine_id,line_id\nM1,L9\n",
      "shifts.csv": "calendar_id,shift_id,weekdays,starts_at,ends_at\nC1,early,Mon,06:00,14:00\n",
      "breaks.csv": "calendar_id,shift_id,starts_at,ends_at\nC1,late,15:00,15:15\n",
      "holidays.csv": "calendar_id,date\nC9,2026-05-01\n",
      "products.csv": "product_id\n",
      "standards.csv": "machine_id,product_id,ideal_cycle_s\nM7,P9,10\nM7,,10\n",
      "orders.csv": order,
      "reasons.csv": "reason_code,parent_code\nleak,technical\n",
    };
    expect(await messageOf(files)).toMatchInlineSnapshot(`
      "11 faults in the reference files
      reference/breaks.csv:2:4: shift_id "late": reference/shifts.csv has no row with calendar_id "C1", shift_id "late"
      reference/holidays.csv:2:1: calendar_id "C9": reference/shifts.csv has no such calendar_id
      reference/lines.csv:2:4: site_id "S9": reference/sites.csv has no such site_id
      reference/lines.csv:2:7: constraint_machine_id "M9": reference/machines.csv has no such machine_id
      reference/lines.csv:2:10: output_machine_id "M8": reference/machines.csv has no such machine_id
      reference/lines.csv:2:13: calendar_id "C9": reference/shifts.csv has no such calendar_id
      reference/machines.csv:2:4: line_id "L9": reference/lines.csv has no such line_id
      reference/orders.csv:2:4: product_id "P9": reference/products.csv has no such product_id
      reference/orders.csv:2:7: line_id "L9": reference/lines.csv has no such line_id
      reference/reasons.csv:2:6: parent_code "technical": reference/reasons.csv has no such reason_code
      reference/standards.csv:2:4: product_id "P9": reference/products.csv has no such product_id"
    `);
  });

  test("a dangling name comes with the nearest one", async () => {
    const files = {
      "sites.csv": "site_id,time_zone\nberlin,UTC\n",
      "lines.csv": "line_id,site_id\nL1,Berlni\n",
    };
    expect(await messageOf(files)).toMatchInlineSnapshot(`
      "1 fault in the reference files
      reference/lines.csv:2:4: site_id "Berlni": reference/sites.csv has no such site_id; did you mean berlin?"
    `);
  });

  test("standards and planned stops may name machines that only telemetry knows", async () => {
    const files = {
      "machines.csv": "machine_id\nM1\n",
      "standards.csv": "machine_id,ideal_cycle_s\nM2,10\n",
      "planned_stops.csv": "machine_id,started_at,ended_at\nM2,2026-01-05T06:00:00Z,2026-01-05T07:00:00Z\n",
    };
    await expect(readFiles(files)).resolves.toBeDefined();
  });

  test("a target's scope says where its scope_id is looked up", async () => {
    const files = {
      "sites.csv": "site_id,time_zone\nS1,UTC\n",
      "machines.csv": "machine_id\nM1\n",
      "targets.csv":
        "scope,scope_id,kpi,target\nsite,S1,oee,0.8\nmachine,S1,oee,0.8\nline,L1,oee,0.8\nplant,X,oee,0.8\n",
    };
    expect(await messageOf(files)).toMatchInlineSnapshot(`
      "2 faults in the reference files
      reference/targets.csv:3:9: scope_id "S1": reference/machines.csv has no such machine_id
      reference/targets.csv:5:1: scope "plant": expected one of site, line, machine"
    `);
  });
});

describe("reasons", () => {
  test("a circle of parents is told once, and not by those that lead into it", async () => {
    expect(await messageOf(reasons("d,a", "a,b", "b,c", "c,a", "self,self"))).toMatchInlineSnapshot(`
      "2 faults in the reference files
      reference/reasons.csv:3:3: parent_code "b": the parents run in a circle: a -> b -> c -> a
      reference/reasons.csv:6:6: parent_code "self": the parents run in a circle: self -> self"
    `);
  });

  test("five levels are allowed, six are not", async () => {
    const five = ["a,", "b,a", "c,b", "d,c", "e,d"];
    await expect(readFiles(reasons(...five))).resolves.toBeDefined();
    expect(await messageOf(reasons(...five, "f,e"))).toMatchInlineSnapshot(`
      "1 fault in the reference files
      reference/reasons.csv:7:3: parent_code "e": 6 levels deep, at most 5 are allowed"
    `);
  });
});

describe("targets of ratios", () => {
  test("a percentage is refused with the ratio; other KPIs may have any number", async () => {
    const text =
      "scope,scope_id,kpi,target\nline,L1,oee,85\nline,L1,quality,1\nline,L1,teep,-0.1\nline,L1,mtbf_s,36000\n";
    expect(await messageOf({ "targets.csv": text })).toMatchInlineSnapshot(`
      "2 faults in the reference files
      reference/targets.csv:2:13: target "85": expected a ratio from 0 to 1 for oee; did you mean 0.85?
      reference/targets.csv:4:14: target "-0.1": expected a ratio from 0 to 1 for teep"
    `);
  });
});
