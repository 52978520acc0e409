import { plannedStop, prove, site, speaker } from "../../helpers/plant.ts";

const of = (id: string, columns: string) =>
  `select machine_id, ${columns} from gold.oee_by_machine where machine_id like '${id}%'`;

const p50 = speaker("P50");
const p50b = speaker("P50b");
const p50c = speaker("P50c");
const p51 = speaker("P51");
const p51b = speaker("P51b");
const p52 = speaker("P52");
const p53 = speaker("P53");
const p54 = speaker("P54");
const p55 = speaker("P55");
const p55b = speaker("P55b");
const p56 = speaker("P56");
const p57 = speaker("P57");
const p58 = speaker("P58");
const p59 = speaker("P59");
const p60 = speaker("P60");

prove("pitfalls of aggregation and reliability", [
  {
    name: "P50 no pieces: OEE 0 and quality null; nothing planned: null throughout, and no weight in the site",
    reference: site("P50", {
      machines: ["P50", "P50b", "P50c"],
      more: { planned_stops: [plannedStop("P50b", "06:00", "14:00")] },
    }),
    events: [
      p50("06:00", "RUNNING"),
      p50b("06:00", "IDLE"),
      p50c("06:00", "RUNNING"),
      p50c("13:00", { good: 240 }),
      p50("14:00"),
    ],
    sql: `select machine_id, availability, performance, quality, oee,
      (select oee from gold.oee_by_site where site_id = 'P50') as site_oee
      from gold.oee_by_machine where machine_id like 'P50%'`,
    rows: [
      { machine_id: "P50", availability: 1, performance: 0, quality: null, oee: 0, site_oee: 0.25 },
      {
        machine_id: "P50b",
        availability: null,
        performance: null,
        quality: null,
        oee: null,
        site_oee: 0.25,
      },
      { machine_id: "P50c", availability: 1, performance: 0.5, quality: 1, oee: 0.5, site_oee: 0.25 },
    ],
  },
  {
    name: "P51 OEE over machines is weighed by planned time: 90 % of 480 and 10 % of 60 minutes are 81.1 %",
    reference: site("P51", {
      machines: ["P51", "P51b"],
      more: { planned_stops: [plannedStop("P51b", "07:00", "14:00")] },
    }),
    events: [
      p51("06:00", "RUNNING"),
      p51("13:00", { good: 432 }),
      p51b("06:00", "RUNNING"),
      p51b("06:50", { good: 6 }),
      p51b("07:00", "IDLE"),
      p51("14:00"),
    ],
    sql: "select oee from gold.oee_by_site where site_id = 'P51'",
    rows: [{ oee: 438 / 540 }],
  },
  {
    name: "P52 OEE of two hours is 63/120, not the product of averaged factors",
    reference: site("P52"),
    events: [
      p52("06:00", "RUNNING"),
      p52("06:50", { good: 60 }),
      p52("07:05", { good: 3 }),
      p52("07:06", "STOPPED"),
      p52("08:00"),
    ],
    sql: of("P52", "availability, performance, oee"),
    rows: [{ machine_id: "P52", availability: 0.55, performance: 63 / 66, oee: 0.525 }],
  },
  {
    name: "P53 OEE is a product, not a mean: 0.5 x 0.5 x 1 = 0.25",
    reference: site("P53"),
    events: [p53("06:00", "RUNNING"), p53("06:20", { good: 15 }), p53("06:30", "STOPPED"), p53("07:00")],
    sql: of("P53", "availability, performance, quality, oee"),
    rows: [{ machine_id: "P53", availability: 0.5, performance: 0.5, quality: 1, oee: 0.25 }],
  },
  {
    name: "P54 time is measured, not rows: one row of 50 minutes and ten of one minute each are 83.3 %",
    reference: site("P54"),
    events: [
      p54("06:00", "RUNNING"),
      ...Array.from({ length: 10 }, (_, minute) => p54(`06:5${minute}`, "FAILURE")),
      p54("07:00"),
    ],
    sql: of("P54", "availability, failure_count"),
    rows: [{ machine_id: "P54", availability: 50 / 60, failure_count: 1 }],
  },
  {
    name: "P55 a line is worth what its constraint is: 90 %; the plain sum of 75 % stands beside it",
    reference: site("P55", {
      machines: ["P55", "P55b"],
      idealCycleS: null,
      line: { constraint_machine_id: "P55", output_machine_id: "P55b" },
      more: {
        standards: [
          { machine_id: "P55", ideal_cycle_s: 60 },
          { machine_id: "P55b", ideal_cycle_s: 40 },
        ],
      },
    }),
    events: [
      p55("06:00", "RUNNING"),
      p55("13:00", { good: 432 }),
      p55("13:12", "STOPPED"),
      p55b("06:00", "RUNNING"),
      p55b("10:00", { good: 432 }),
      p55b("10:48", "STARVED"),
      p55("14:00"),
    ],
    sql: "select oee, resource_oee from gold.oee_by_line where line_id = 'P55'",
    rows: [{ oee: 0.9, resource_oee: 0.75 }],
  },
  {
    name: "P56 a failure over three days is one, of the first day, repaired in 42 hours; the second day has A = 0",
    reference: site("P56", { shifts: [] }),
    events: [
      p56("00:00", "RUNNING"),
      p56("15:00", "FAILURE"),
      p56("2026-01-06T12:00:00Z"),
      p56("2026-01-07T09:00:00Z", "RUNNING"),
      p56("2026-01-08T00:00:00Z"),
    ],
    sql: `select production_date, availability, failure_count, mttr_s
      from gold.oee_by_machine_day where machine_id = 'P56'`,
    rows: [
      { production_date: "2026-01-05", availability: 15 / 24, failure_count: 1, mttr_s: 151_200 },
      { production_date: "2026-01-06", availability: 0, failure_count: 0, mttr_s: null },
      { production_date: "2026-01-07", availability: 15 / 24, failure_count: 0, mttr_s: null },
    ],
  },
  {
    name: "P57 a fault sampled every ten seconds for half an hour is one failure, not 180",
    reference: site("P57"),
    events: [
      p57("06:00", "RUNNING"),
      ...Array.from({ length: 180 }, (_, index) =>
        p57(new Date(Date.UTC(2026, 0, 5, 9, 0, index * 10)).toISOString(), "FAILURE"),
      ),
      p57("09:30", "RUNNING"),
      p57("14:00"),
    ],
    sql: of("P57", "failure_count, mttr_s, breakdown_s"),
    rows: [{ machine_id: "P57", failure_count: 1, mttr_s: 1800, breakdown_s: 1800 }],
  },
  {
    name: "P58 a change of reason is the same failure: one, of 30 minutes",
    reference: site("P58"),
    events: [
      p58("06:00", "RUNNING"),
      p58("08:00", "FAILURE", { reason_code: "E1" }),
      p58("08:05", "FAILURE", { reason_code: "E2" }),
      p58("08:30", "RUNNING"),
      p58("11:00", "SETUP"),
      p58("12:00", "RUNNING"),
      p58("14:00"),
    ],
    // 450 minutes of operation, which includes the setup, for one failure.
    sql: of("P58", "failure_count, mttr_s, mtbf_s"),
    rows: [{ machine_id: "P58", failure_count: 1, mttr_s: 1800, mtbf_s: 27_000 }],
  },
  {
    name: "P59 MTBF is operating time by failures, 10.5 h; between the two failures the machine operated 8 h",
    reference: site("P59", { shifts: [] }),
    events: [
      p59("00:00", "RUNNING"),
      p59("06:00", "FAILURE"),
      p59("08:00", "RUNNING"),
      p59("16:00", "FAILURE"),
      p59("17:00", "RUNNING"),
      p59("2026-01-06T00:00:00Z"),
    ],
    sql: `select mtbf_s, mttr_s,
      (select list(operating_ms order by failed_at) from gold.fact_failure where machine_id = 'P59') as operating_ms
      from gold.oee_by_machine where machine_id = 'P59'`,
    rows: [{ mtbf_s: 37_800, mttr_s: 5400, operating_ms: [21_600_000, 28_800_000] }],
  },
  {
    name: "P60 without a failure MTBF and MTTR are null, not 0: 8 h were observed, so it is likely over 2.67 h",
    reference: site("P60"),
    events: [p60("06:00", "RUNNING"), p60("14:00")],
    // Two-sided 90 %: 2 x 8 h by the 95 % quantile of chi-square with 2 degrees of freedom, -2 ln 0.05 = 5.991.
    sql: `select failure_count, mtbf_s, mttr_s, censored_s, round(mtbf_low_s) as mtbf_low_s, mtbf_high_s
      from gold.reliability where machine_id = 'P60'`,
    rows: [
      {
        failure_count: 0,
        mtbf_s: null,
        mttr_s: null,
        censored_s: 28_800,
        mtbf_low_s: Math.round(57_600 / (-2 * Math.log(0.05))),
        mtbf_high_s: null,
      },
    ],
  },
]);
