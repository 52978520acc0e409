import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { runCli } from "../helpers/cli.ts";
import { hostileMachine, writeDashboardPlant } from "../helpers/dashboard-plant.ts";
import { askDashboard, startDashboard, type RunningDashboard } from "../helpers/dashboard.ts";
import { build } from "../helpers/plant.ts";

let warehouse = "";
let dashboard: RunningDashboard;

beforeAll(async () => {
  warehouse = await mkdtemp(join(tmpdir(), "indkpi-"));
  await writeDashboardPlant(warehouse);
  await build(warehouse);
  dashboard = await startDashboard(warehouse);
}, 120_000);
afterAll(async () => {
  await dashboard?.stop();
  await rm(warehouse, { recursive: true, force: true });
});

const plant = { scope: "plant", scope_id: "" };
const cell = { scope: "line", scope_id: "cell" };
const press = { scope: "machine", scope_id: "press" };
const bothDays = { from_date: "2026-01-05", to_date: "2026-01-06" };
const secondDay = { from_date: "2026-01-06", to_date: "2026-01-06" };
const all = { shift: "", product: "" };
const ask = (name: string, parameters: Readonly<Record<string, string>> = {}) =>
  askDashboard(dashboard, name, parameters);

async function query(sql: string): Promise<readonly object[]> {
  const { stdout, stderr, code } = await runCli(["query", "--warehouse", warehouse, "--format", "json", sql]);
  if (code !== 0) throw new Error(stderr);
  const rows: unknown = JSON.parse(stdout);
  if (!Array.isArray(rows)) throw new Error(stdout);
  return rows;
}

describe("figures by hand", () => {
  test("the press: 360 of 480 minutes on the second day, 300 of 480 on the one before", async () => {
    const [now, before] = await ask("tiles", { ...press, ...secondDay, ...all });
    expect(now).toMatchObject({
      period: "current",
      oee: 360 / 480,
      availability: 410 / 480,
      performance: 380 / 410,
      quality: 360 / 380,
      ideal_good_s: 360 * 60,
      planned_production_s: 480 * 60,
      oee_target: 0.7,
      coverage: 1,
    });
    expect(before).toMatchObject({ period: "previous", oee: 300 / 480 });
  });

  test("the welder is known for 6 of 8 hours: OEE 270 / 360, between 270 / 480 and 390 / 480", async () => {
    const [row] = await ask("tiles", { scope: "machine", scope_id: "weld", ...secondDay, ...all });
    expect(row).toMatchObject({ oee: 0.75, coverage: 0.75, oee_low: 270 / 480, oee_high: 390 / 480 });
  });

  test("a machine without a standard has no OEE, and that is not 0", async () => {
    const [row] = await ask("tiles", { scope: "machine", scope_id: hostileMachine, ...secondDay, ...all });
    expect(row).toMatchObject({ oee: null, performance: null, total_qty: 5 });
  });

  test("the waterfall of the press balances from 24 hours to 6", async () => {
    const rows = await ask("waterfall", { ...press, ...secondDay, ...all });
    const hours = Object.fromEntries(rows.map(({ step, duration_s: s }) => [step, Number(s) / 3600]));
    expect(hours).toMatchObject({
      planned_production_time: 8,
      breakdown: 1,
      starved: 1 / 6,
      operating_time: 410 / 60,
      net_operating_time: 380 / 60,
      fully_productive_time: 6,
    });
    expect(new Set(rows.map(({ unbalanced_s: rest }) => rest))).toEqual(new Set([0]));
  });

  test("the bridge adds up to the change of OEE exactly: 20 bad pieces weigh the same, speed gave it all", async () => {
    const rows = await ask("bridge", {
      ...press,
      ...secondDay,
      ...all,
      before_from: "2026-01-05",
      before_to: "2026-01-05",
    });
    const changes = Object.fromEntries(rows.map(({ loss, change_points: points }) => [loss, Number(points)]));
    expect(changes["reduced_speed"]).toBeCloseTo(60 / 480, 12);
    expect(changes["reject"]).toBeCloseTo(0, 12);
    expect(Object.values(changes).reduce((sum, change) => sum + change, 0)).toBeCloseTo(0.75 - 0.625, 12);
  });

  test("the Pareto: one breakdown of an hour a day, worth 60 pieces at standard", async () => {
    const rows = await ask("pareto", { ...press, ...bothDays, shift: "", measure: "qty" });
    expect(rows[0]).toMatchObject({ bucket: "breakdown", reason_code: "JAM", measure: 120, stop_count: 2 });
    expect(rows.at(-1)?.["cumulative_ratio"]).toBeCloseTo(1, 12);
  });

  test("the hours of a shift add up to it, and the target is planned time at standard times the target", async () => {
    const rows = await ask("shift_hours", { ...press, ...secondDay, shift: "early", product: "" });
    expect(rows).toHaveLength(8);
    expect(rows[0]).toMatchObject({ local_hour: "06:00", target_qty: 60 * 0.7, good_qty: 0 });
    expect(rows.at(-1)).toMatchObject({ cumulative_good_qty: 360 });
    expect(rows.at(-1)?.["cumulative_target_qty"]).toBeCloseTo(480 * 0.7, 9);
  });

  test("a state that goes on into the next shift says since when it holds", async () => {
    const rows = await ask("timeline", { ...press, ...secondDay, shift: "" });
    expect(rows.map(({ bucket }) => bucket)).toEqual([
      "unscheduled",
      "running",
      "breakdown",
      "running",
      "starved",
    ]);
    expect(rows[0]).toMatchObject({ state: "OFF", carried_from_at: "2026-01-05T14:00:00Z" });
    expect(rows[1]).toMatchObject({ carried_from_at: null });
  });
});

describe("figures as Gold has them", () => {
  test.each([
    ["tiles", { ...plant, ...bothDays, ...all }, "gold.oee_overall"],
    ["tiles", { ...cell, ...bothDays, ...all }, "gold.oee_by_line where line_id = 'cell'"],
    ["tiles", { ...press, ...bothDays, ...all }, "gold.oee_by_machine where machine_id = 'press'"],
    [
      "tiles",
      { ...cell, ...secondDay, ...all },
      "gold.oee_by_line_day where line_id = 'cell' and production_date = date '2026-01-06'",
    ],
    [
      "tiles",
      { ...press, ...secondDay, shift: "early", product: "" },
      "gold.oee_by_machine_shift where machine_id = 'press' and shift_id = 'early' and production_date = date '2026-01-06'",
    ],
  ])("%s of %j", async (name, parameters, relation) => {
    const columns =
      "oee, oee_low, oee_high, availability, performance, quality, teep, ooe, coverage, calendar_s, planned_production_s, ideal_run_s, ideal_good_s, total_qty, good_qty, failure_count, mtbf_s, mttr_s, energy_kwh";
    const [expected = {}] = await query(`select ${columns} from ${relation}`);
    const [row] = await ask(name, parameters);
    expect(row).toMatchObject(expected);
  });

  test("trends by day are the days of Gold", async () => {
    const rows = await ask("trend", { ...cell, ...bothDays, ...all, grain: "day" });
    const expected = await query(
      "select production_date as period_date, oee, coverage from gold.oee_by_line_day where line_id = 'cell' order by 1",
    );
    expect(rows.map(({ period_date, oee, coverage }) => ({ period_date, oee, coverage }))).toEqual(expected);
  });
});
