import { expect, test } from "vitest";
import { z } from "zod";

import { runCli } from "../../helpers/cli.ts";
import { prove, site, speaker } from "../../helpers/plant.ts";

const of = (id: string, columns: string) =>
  `select ${columns} from gold.oee_by_machine where machine_id = '${id}'`;

const p38 = speaker("P38");
const p39 = speaker("P39");
const p40 = speaker("P40");
const p41 = speaker("P41");
const p42 = speaker("P42");
const p43 = speaker("P43");
const p44 = speaker("P44");
const p44b = speaker("P44b");
const p44c = speaker("P44c");
const q44 = speaker("Q44");
const p45 = speaker("P45");
const p46 = speaker("P46");
const p49 = speaker("P49");

/** P40: 30 s a large piece and 7.5 s a small one, 120 and 360 minutes. */
const mixedSite = (id: string) =>
  site(id, {
    idealCycleS: null,
    more: {
      standards: [
        { machine_id: id, product_id: "large", ideal_cycle_s: 30 },
        { machine_id: id, product_id: "small", ideal_cycle_s: 7.5 },
      ],
    },
  });
const mixedEvents = (at: typeof p40, largeScrap: number) => [
  at("06:00", "RUNNING", { product_id: "large" }),
  at("07:50", { good: 180 - largeScrap, scrap: largeScrap }),
  at("08:00", "RUNNING", { product_id: "small" }),
  at("13:50", { good: 2160 }),
  at("14:00"),
];
const stations = Array.from({ length: 40 }, (_, index) => `P48_${index}`);
const checks = z.array(z.object({ check: z.string(), status: z.string(), failing_rows: z.number() }));

prove(
  "pitfalls of speed, products and quality",
  [
    {
      name: "P38 performance above 1 is kept and flagged: 125 % x 80 % = 60 good of 60 minutes",
      reference: site("P38"),
      events: [p38("06:00", "RUNNING"), p38("06:50", { good: 60, scrap: 15 }), p38("07:00")],
      sql: of(
        "P38",
        `performance, quality, oee, (select is_performance_above_one and is_flagged from gold.standard_audit
          where machine_id = 'P38') as is_flagged`,
      ),
      rows: [{ performance: 1.25, quality: 0.8, oee: 1, is_flagged: true }],
    },
    {
      name: "P39 each piece is rated by the standard of its time: 240 x 60 s + 300 x 48 s of 480 minutes",
      reference: site("P39", {
        idealCycleS: null,
        more: {
          standards: [
            { machine_id: "P39", ideal_cycle_s: 60, valid_to: "2026-01-05T10:00:00Z" },
            {
              machine_id: "P39",
              ideal_cycle_s: 48,
              valid_from: "2026-01-05T10:00:00Z",
              valid_to: "2026-01-06",
            },
            // Written a day later: the past keeps its rules.
            { machine_id: "P39", ideal_cycle_s: 40, valid_from: "2026-01-06" },
          ],
        },
      }),
      events: [
        p39("06:00", "RUNNING"),
        p39("09:59", { good: 240 }),
        p39("13:59", { good: 300 }),
        p39("14:00"),
      ],
      sql: of("P39", "ideal_run_s, performance"),
      rows: [{ ideal_run_s: 28_800, performance: 1 }],
    },
    {
      name: "P40 each product by its own standard: 180 x 30 s + 2160 x 7.5 s of 480 minutes, P = 75 %",
      reference: mixedSite("P40"),
      events: mixedEvents(p40, 0),
      sql: of("P40", "performance, quality, oee"),
      rows: [{ performance: 0.75, quality: 1, oee: 0.75 }],
    },
    {
      name: "P41 quality over products is weighed by standard time: 315/360, not 2250/2340",
      reference: mixedSite("P41"),
      events: mixedEvents(p41, 90),
      sql: of("P41", "good_qty, total_qty, quality, oee"),
      rows: [{ good_qty: 2250, total_qty: 2340, quality: 0.875, oee: 0.65625 }],
    },
    {
      name: "P42 pieces without a standard are told, not rated: the rated job alone has performance",
      reference: site("P42", {
        idealCycleS: null,
        more: { standards: [{ machine_id: "P42", product_id: "P42 rated", ideal_cycle_s: 60 }] },
      }),
      events: [
        p42("06:00", "RUNNING", { product_id: "P42 rated" }),
        p42("09:50", { good: 240 }),
        p42("10:00", "RUNNING", { product_id: "P42 unrated" }),
        p42("13:50", { good: 240 }),
        p42("14:00"),
      ],
      sql: `select product_id, total_qty, performance, oee,
        (select sum(unrated_qty) from gold.fact_oee as f where f.product_id = p.product_id) as unrated_qty,
        (select is_flagged from gold.standard_audit as a where a.product_id = p.product_id) as is_flagged,
        (select performance from gold.oee_by_machine where machine_id = 'P42') as partial_performance
        from gold.oee_by_product as p where product_id like 'P42%'`,
      rows: [
        {
          product_id: "P42 rated",
          total_qty: 240,
          performance: 1,
          oee: 1,
          unrated_qty: 0,
          is_flagged: false,
          partial_performance: 0.5,
        },
        {
          product_id: "P42 unrated",
          total_qty: 240,
          performance: null,
          oee: null,
          unrated_qty: 240,
          is_flagged: true,
          partial_performance: 0.5,
        },
      ],
    },
    {
      name: "P43 50 pieces a minute are 1.2 s a piece: 500 in an hour are 16.7 %",
      reference: site("P43", { idealCycleS: 1.2 }),
      events: [p43("06:00", "RUNNING"), p43("06:59", { good: 500 }), p43("07:00")],
      sql: of("P43", "performance"),
      rows: [{ performance: 600 / 3600 }],
    },
    {
      name: "P44 a reworked unit is one piece and no first pass, however often it is counted or inspected",
      reference: site("P44", { machines: ["P44", "P44b", "P44c"] }),
      events: [
        p44("06:00", "RUNNING"),
        p44("07:00", { rework: 1, unit_id: "u1" }),
        p44("08:00", { good: 1, unit_id: "u1" }),
        p44b("06:00", "RUNNING"),
        p44b("07:00", { scrap: 1, unit_id: "u1" }),
        p44b("08:00", { good: 1, unit_id: "u1" }),
        // The last word on a piece that the machine itself took for good.
        p44c("06:00", "RUNNING"),
        p44c("07:00", { good: 1, unit_id: "u1" }),
        p44c("08:00", { verdict: "scrap", unit_id: "u1" }),
        p44c("08:30", { verdict: "rework", unit_id: "u1" }),
        p44("09:00"),
      ],
      sql: `select machine_id, total_qty, good_qty, scrap_qty, rework_qty, quality, first_pass_yield
        from gold.first_pass_yield inner join gold.oee_by_machine using (machine_id) where machine_id like 'P44%'`,
      rows: ["P44", "P44b", "P44c"].map((machine_id) => ({
        machine_id,
        total_qty: 1,
        good_qty: 0,
        scrap_qty: 0,
        rework_qty: 1,
        quality: 0,
        first_pass_yield: 0,
      })),
    },
    {
      name: "P44 a unit that passes after its rework is one good piece in the end, but no first pass",
      reference: site("Q44"),
      events: [
        q44("06:00", "RUNNING"),
        q44("07:00", { good: 1, unit_id: "v1" }),
        q44("07:10", { verdict: "rework", unit_id: "v1" }),
        q44("08:00", { verdict: "good", unit_id: "v1" }),
        q44("09:00"),
      ],
      sql: `select total_qty, good_qty, rework_qty, first_pass_yield from gold.oee_by_machine
        inner join gold.first_pass_yield using (machine_id) where machine_id = 'Q44'`,
      rows: [{ total_qty: 1, good_qty: 1, rework_qty: 0, first_pass_yield: 0 }],
    },
    {
      name: "P45 a piece rejected in the next shift is the first one's: 99 % and 100 %",
      reference: site("P45", { shifts: ["A 06:00-14:00", "B 14:00-22:00"] }),
      events: [
        p45("06:00", "RUNNING"),
        p45("12:00", { good: 99 }),
        p45("13:00", { good: 1, unit_id: "late" }),
        p45("15:00", { good: 50 }),
        p45("16:00", { verdict: "scrap", unit_id: "late" }),
        p45("22:00"),
      ],
      sql: `select shift_id, good_qty, scrap_qty, quality from gold.oee_by_machine_shift
        where machine_id = 'P45' and shift_id in ('A', 'B')`,
      rows: [
        { shift_id: "A", good_qty: 99, scrap_qty: 1, quality: 0.99 },
        { shift_id: "B", good_qty: 50, scrap_qty: 0, quality: 1 },
      ],
    },
    {
      name: "P46 a job over midnight: its scrap of the second day leaves the first day's quality alone",
      reference: site("P46", { shifts: [] }),
      events: [
        p46("20:00", "RUNNING", { order_id: "O46" }),
        p46("23:00", { good: 100 }),
        p46("2026-01-06T02:00:00Z", { good: 80, scrap: 20 }),
        p46("2026-01-06T08:00:00Z", "STOPPED", { order_id: null }),
        p46("2026-01-06T09:00:00Z"),
      ],
      sql: `select production_date, quality,
        (select sum(good_qty) / sum(total_qty) from gold.fact_oee where order_id = 'O46') as job_quality
        from gold.oee_by_machine_day where machine_id = 'P46'`,
      rows: [
        { production_date: "2026-01-05", quality: 1, job_quality: 0.9 },
        { production_date: "2026-01-06", quality: 0.8, job_quality: 0.9 },
      ],
    },
    {
      name: "P48 forty stations at 99 % yield 66.9 % in a row, though the last one has 99 %",
      reference: site("P48", { machines: stations }),
      // A hundred serial numbers go through all stations; each has one to rework.
      events: stations.flatMap((id, station) => {
        const at = speaker(id);
        const units = Array.from({ length: 100 }, (_, unit) => `P48 ${unit}`);
        return [
          at("06:00", "RUNNING"),
          ...units.map((unit_id, unit) =>
            at("07:00", unit === station ? { rework: 1, unit_id } : { good: 1, unit_id }),
          ),
          at("08:00"),
        ];
      }),
      sql: `select min(quality) as worst, max(quality) as best, any_value(y.station_count) as station_count, any_value(y.unit_count) as unit_count,
        round(any_value(y.rolled_throughput_yield), 3) as in_a_row,
        (select quality from gold.oee_by_site where site_id = 'P48') as on_average
        from gold.oee_by_machine cross join gold.rolled_throughput_yield as y
        where machine_id like 'P48%' and y.line_id = 'P48'`,
      rows: [
        {
          worst: 0.99,
          best: 0.99,
          station_count: 40,
          unit_count: 100,
          in_a_row: 0.669,
          on_average: 0.99,
        },
      ],
    },
    {
      name: "P49 a mean outside its limits has a negative index: -10 / (3 x 3) = -1.11",
      reference: site("P49"),
      events: [
        p49("06:00", "RUNNING", { product_id: "P49" }),
        ...[107, 110, 113].map((measured, index) =>
          p49(`07:0${index}`, { characteristic: "width", measured, lower_limit: 0, upper_limit: 100 }),
        ),
        p49("08:00"),
      ],
      sql: `select n, mean, stddev, cm, cmk, cpk < 0 as is_cpk_negative
        from gold.capability where machine_id = 'P49'`,
      rows: [{ n: 3, mean: 110, stddev: 3, cm: 100 / 18, cmk: -10 / 9, is_cpk_negative: true }],
    },
  ],
  (warehouse) => {
    test("P38, P42 performance above 1 and pieces without a standard are warned of by check", async () => {
      const { code, stdout } = await runCli(["check", "--warehouse", warehouse(), "--json"]);
      const found = checks.parse(JSON.parse(stdout));
      const foundBy = (name: string) => found.find(({ check }) => check === name);
      expect({ code, failed: found.filter(({ status }) => status === "failed") }).toEqual({
        code: 0,
        failed: [],
      });
      expect(foundBy("performance_above_one")).toMatchObject({ status: "warned", failing_rows: 1 });
      // Of P42 alone.
      expect(foundBy("pieces_without_standard")).toMatchObject({ status: "warned", failing_rows: 1 });
    });
  },
);
