import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";

import { toCsv } from "../../../src/simulate/csv-text.ts";
import { simulateReference } from "../../../src/simulate/plant-simulation.ts";
import { PLANT_DEFAULTS, simulatedEvents } from "./telemetry.ts";

const OPTIONS = { seed: 42, startDate: "2026-01-05", days: 7, lineCount: 2, machinesPerLine: 3 };
const files = simulateReference(OPTIONS, PLANT_DEFAULTS);

function rowsOf(name: string, tables = files): Record<string, string>[] {
  return parse(tables.get(name) ?? "", { columns: true });
}

describe("the reference files", () => {
  test("have the columns of the contract", () => {
    const headers = [...files].map(([name, text]) => `${name}: ${text.split("\n")[0]}`);
    expect(headers).toMatchInlineSnapshot(`
      [
        "sites.csv: site_id,name,time_zone",
        "lines.csv: line_id,site_id,area_id,name,constraint_machine_id,output_machine_id,calendar_id",
        "machines.csv: machine_id,line_id,machine_type,name,position,silence_s,minor_stop_s",
        "products.csv: product_id,name",
        "standards.csv: machine_id,product_id,ideal_cycle_s,valid_from,valid_to",
        "shifts.csv: calendar_id,shift_id,weekdays,starts_at,ends_at,valid_from,valid_to",
        "breaks.csv: calendar_id,shift_id,name,starts_at,ends_at",
        "holidays.csv: calendar_id,date,name",
        "planned_stops.csv: machine_id,started_at,ended_at,reason_code",
        "reasons.csv: reason_code,name,parent_code,bucket",
        "orders.csv: order_id,product_id,line_id,planned_qty,planned_scrap_qty,planned_start_at,planned_end_at",
        "targets.csv: scope,scope_id,kpi,target,valid_from,valid_to",
      ]
    `);
  });

  test("name constraint and output machine of every line", () => {
    const machineIds = rowsOf("machines.csv").map((row) => row["machine_id"]);
    const lines = rowsOf("lines.csv");
    expect(
      lines.map((row) => [row["line_id"], row["constraint_machine_id"], row["output_machine_id"]]),
    ).toEqual([
      ["LINE_01", "PRESS_01", "CNC_01"],
      ["LINE_02", "PRESS_02", "CNC_02"],
    ]);
    for (const row of lines) expect(machineIds).toContain(row["constraint_machine_id"]);
  });

  test("hold a standard for any product on every machine, and a dated one for one product", () => {
    const standards = rowsOf("standards.csv");
    const forAny = standards.filter((row) => row["product_id"] === "");
    expect(forAny.map((row) => [row["machine_id"], row["ideal_cycle_s"]])).toEqual([
      ["PRESS_01", "65"],
      ["ROBOT_01", "40"],
      ["CNC_01", "55"],
      ["PRESS_02", "65"],
      ["ROBOT_02", "40"],
      ["CNC_02", "55"],
    ]);
    expect(standards.find((row) => row["product_id"] !== "")).toMatchObject({
      machine_id: "PRESS_01",
      ideal_cycle_s: "70",
      valid_from: "2026-01-07",
      valid_to: "",
    });
  });

  test("list every order and product that the telemetry speaks of, and no order twice", () => {
    const events = simulatedEvents(OPTIONS);
    const seen = (field: "order_id" | "product_id"): string[] =>
      [...new Set(events.map((event) => event[field]).filter((value) => value !== undefined))].toSorted();
    const orderIds = rowsOf("orders.csv").map((row) => row["order_id"] ?? "");
    expect(seen("order_id").filter((orderId) => !orderIds.includes(orderId))).toEqual([]);
    expect(new Set(orderIds).size).toBe(orderIds.length);
    expect(seen("product_id")).toEqual(rowsOf("products.csv").map((row) => row["product_id"]));
  });

  test("keep the orders of a line back to back, never the same product twice in a row", () => {
    const orders = rowsOf("orders.csv").filter((row) => row["line_id"] === "LINE_01");
    expect(orders[0]?.["planned_start_at"]).toBe("2026-01-05T06:00:00+01:00");
    for (const [index, order] of orders.entries()) {
      const previous = orders[index - 1];
      if (previous === undefined) continue;
      expect(order["planned_start_at"]).toBe(previous["planned_end_at"]);
      expect(order["product_id"]).not.toBe(previous["product_id"]);
    }
  });

  test("name the parents of all reasons that have one", () => {
    const reasons = rowsOf("reasons.csv");
    const codes = new Set(reasons.map((row) => row["reason_code"]));
    expect(codes.size).toBe(reasons.length);
    expect(reasons.filter((row) => row["parent_code"] !== "" && !codes.has(row["parent_code"]))).toEqual([]);
  });

  test("plan maintenance in the days that are simulated, with the offset of the site", () => {
    expect(rowsOf("planned_stops.csv")[0]).toEqual({
      machine_id: "PRESS_01",
      started_at: "2026-01-06T12:30:00+01:00",
      ended_at: "2026-01-06T13:30:00+01:00",
      reason_code: "PLANNED_MAINTENANCE",
    });
    expect(rowsOf("planned_stops.csv", simulateReference({ ...OPTIONS, days: 1 }, PLANT_DEFAULTS))).toEqual(
      [],
    );
  });

  test("name the products differently", () => {
    const names = rowsOf("products.csv").map((row) => row["name"]);
    expect(new Set(names).size).toBe(3);
  });

  test("hold the holidays of the simulated days, on which nothing is made", () => {
    const christmas = { ...OPTIONS, startDate: "2026-12-24", days: 3, lineCount: 1 };
    expect(
      rowsOf("holidays.csv", simulateReference(christmas, PLANT_DEFAULTS)).map((row) => row["date"]),
    ).toEqual(["2026-12-25", "2026-12-26"]);
    const lastPiece = simulatedEvents(christmas).findLast(({ event_type }) => event_type === "count");
    expect(lastPiece?.ts.slice(0, 10)).toBe("2026-12-24");
  });

  test("have only a header where there is nothing to say", () => {
    const weekend = simulateReference({ ...OPTIONS, startDate: "2026-01-10", days: 1 }, PLANT_DEFAULTS);
    for (const name of ["planned_stops.csv", "holidays.csv"]) {
      expect(weekend.get(name)?.split("\n")).toHaveLength(2);
    }
  });
});

test("cells with commas, quotes and line breaks survive", () => {
  const text = toCsv(
    ["a", "b"],
    [
      ['say "x", y', "two\nlines"],
      [null, 0.1],
    ],
  );
  expect(text).toBe('a,b\n"say ""x"", y","two\nlines"\n,0.1\n');
  expect(parse(text)).toEqual([
    ["a", "b"],
    ['say "x", y', "two\nlines"],
    ["", "0.1"],
  ]);
});
