import { prove, site, speaker } from "../../helpers/plant.ts";

/** Published figures are compared at the digits they were published with. */
const of = (id: string, columns: string) =>
  `select ${columns} from gold.oee_by_machine where machine_id = '${id}'`;
const percent = (column: string, digits: number) => `round(100 * ${column}, ${digits}) as ${column}_pct`;
const eightHours = ["day 06:00-14:00"];

const vorne = speaker("vorne");
const nakajima = speaker("nakajima");
const willmott = speaker("willmott");
const infraspeak = speaker("infraspeak");
const sysoee = speaker("sysoee");
const bottles = speaker("bottles");
const factorywiz = speaker("factorywiz");
const versalyticsA = speaker("versalytics_a");
const versalyticsC = speaker("versalytics_c");
const fabrico = [82, 78, 85, 71, 88].map((oeePercent, index) => ({ id: `fabrico_${index}`, oeePercent }));
const aveva = speaker("aveva");
const wiki = speaker("wiki");
const umh = speaker("umh");

prove("published examples of OEE", [
  {
    name: "oee_com_vorne_preferred: 88.81 x 86.11 x 97.80 = 74.79 %",
    reference: site("vorne", { shifts: eightHours, breaks: ["day 10:00-11:00"], idealCycleS: 1 }),
    events: [
      vorne("06:00", "RUNNING"),
      vorne("10:00", "IDLE"),
      vorne("11:00", "RUNNING"),
      vorne("12:00", "STOPPED"),
      vorne("12:47", "RUNNING"),
      vorne("13:59", { good: 18_848, scrap: 423 }),
      vorne("14:00"),
    ],
    sql: of(
      "vorne",
      `planned_production_s / 60 as planned_min, running_s / 60 as run_min, good_qty,
      ${percent("availability", 2)}, ${percent("performance", 2)}, ${percent("quality", 2)}, ${percent("oee", 2)}`,
    ),
    rows: [
      {
        planned_min: 420,
        run_min: 373,
        good_qty: 18_848,
        availability_pct: 88.81,
        performance_pct: 86.11,
        quality_pct: 97.8,
        oee_pct: 74.79,
      },
    ],
  },
  {
    name: "nakajima_tpm_1988: 0.87 x 0.50 x 0.98, 42.6 %",
    reference: site("nakajima", { shifts: eightHours, breaks: ["day 10:00-10:20"], idealCycleS: 30 }),
    events: [
      nakajima("06:00", "RUNNING"),
      nakajima("10:00", "IDLE"),
      nakajima("10:20", "FAILURE"),
      nakajima("10:40", "SETUP", { reason_code: "setup" }),
      nakajima("11:00", "SETUP", { reason_code: "adjustment" }),
      nakajima("11:20", "RUNNING"),
      nakajima("13:59", { good: 392, scrap: 8 }),
      nakajima("14:00"),
    ],
    // 0.4263 is printed too: the product of the rounded factors.
    sql: of(
      "nakajima",
      `planned_production_s / 60 as loading_min, round(availability, 2) as availability,
      round(performance, 2) as performance, round(quality, 2) as quality, ${percent("oee", 1)}`,
    ),
    rows: [{ loading_min: 460, availability: 0.87, performance: 0.5, quality: 0.98, oee_pct: 42.6 }],
  },
  {
    name: "willmott_miller_201: 783 of 910 minutes are 86.0 %, 203 cycles of 3 minutes 77.7 %",
    reference: site("willmott", { shifts: ["day 06:00-21:10"], idealCycleS: 180 }),
    events: [
      willmott("06:00", "RUNNING"),
      willmott("08:00", "STOPPED"),
      willmott("09:55", "SETUP"),
      willmott("10:07", "RUNNING"),
      willmott("21:00", { good: 203 }),
      willmott("21:10"),
    ],
    // Printed truncated, not rounded.
    sql: of(
      "willmott",
      `running_s / 60 as uptime_min, ${percent("availability", 1)},
      floor(1000 * performance) / 10 as performance_pct, running_s / 180 as planned_cycles`,
    ),
    rows: [{ uptime_min: 783, availability_pct: 86, performance_pct: 77.7, planned_cycles: 261 }],
  },
  {
    name: "infraspeak: 90.2, 98.5 and 97.9 %",
    reference: site("infraspeak", { shifts: eightHours, idealCycleS: 1.3 }),
    events: [
      infraspeak("06:00", "RUNNING"),
      infraspeak("08:00", "STOPPED"),
      infraspeak("08:47", "RUNNING"),
      infraspeak("13:59", { good: 19_270, scrap: 420 }),
      infraspeak("14:00"),
    ],
    sql: of(
      "infraspeak",
      `running_s / 60 as production_min, ${percent("availability", 1)}, ${percent("performance", 1)},
      ${percent("quality", 1)}`,
    ),
    rows: [{ production_min: 433, availability_pct: 90.2, performance_pct: 98.5, quality_pct: 97.9 }],
  },
  {
    // Rework is told in pieces here, not in time: of the two factors only the one of the units can be fed.
    name: "sysoee_rework_time: the units' part of quality is 94.74 %, with rework among the rejects",
    reference: site("sysoee", { shifts: ["day 06:00-16:00"], idealCycleS: 3 }),
    events: [
      sysoee("06:00", "RUNNING"),
      sysoee("15:59", { good: 9474, scrap: 500, rework: 26 }),
      sysoee("16:00"),
    ],
    sql: of("sysoee", `running_s / 3600 as operating_h, ${percent("quality", 2)}`),
    rows: [{ operating_h: 10, quality_pct: 94.74 }],
  },
  {
    name: "oee_bottles_topline: 9000 of 28800 bottles are 31.25 %",
    reference: site("bottles", { shifts: eightHours, idealCycleS: 1 }),
    events: [bottles("06:00", "RUNNING"), bottles("13:59", { good: 9000 }), bottles("14:00")],
    sql: of("bottles", percent("oee", 2)),
    rows: [{ oee_pct: 31.25 }],
  },
  {
    name: "factorywiz_performance: cycles of 120 s instead of 108 s are 0.9",
    reference: site("factorywiz", { shifts: eightHours, idealCycleS: 108 }),
    events: [factorywiz("06:00", "RUNNING"), factorywiz("13:59", { good: 240 }), factorywiz("14:00")],
    sql: of("factorywiz", "round(performance, 1) as performance"),
    rows: [{ performance: 0.9 }],
  },
  {
    name: "versalytics_machine_A: 2190 x 10 s of 455 minutes are 80.22 %",
    reference: site("versalytics_a", {
      shifts: eightHours,
      breaks: ["day 10:00-10:20"],
      idealCycleS: 10,
      more: { reasons: [{ reason_code: "CLEANUP", bucket: "planned_stop" }] },
    }),
    events: [
      versalyticsA("06:00", "RUNNING"),
      versalyticsA("10:00", "IDLE"),
      versalyticsA("10:20", "RUNNING"),
      versalyticsA("12:00", "FAILURE"),
      versalyticsA("12:32", "RUNNING"),
      versalyticsA("13:50", { good: 2190, scrap: 50 }),
      versalyticsA("13:55", "STOPPED", { reason_code: "CLEANUP" }),
      versalyticsA("14:00"),
    ],
    sql: of("versalytics_a", `planned_production_s / 60 as net_available_min, ${percent("oee", 2)}`),
    rows: [{ net_available_min: 455, oee_pct: 80.22 }],
  },
  {
    name: "versalytics_machine_C: 218 x 70 s of 455 minutes are 55.90 %",
    reference: site("versalytics_c", {
      shifts: eightHours,
      breaks: ["day 10:00-10:20", "day 13:55-14:00"],
      idealCycleS: 70,
    }),
    events: [
      versalyticsC("06:00", "RUNNING"),
      versalyticsC("10:00", "IDLE"),
      versalyticsC("10:20", "RUNNING"),
      versalyticsC("13:50", { good: 218, scrap: 11 }),
      versalyticsC("13:55", "IDLE"),
      versalyticsC("14:00"),
    ],
    sql: of("versalytics_c", `planned_production_s / 60 as net_available_min, ${percent("oee", 2)}`),
    rows: [{ net_available_min: 455, oee_pct: 55.9 }],
  },
  {
    // What not to do with machines of unequal hours; with equal ones the plain sum gives the same.
    name: "fabrico_simple_mean: five machines of equal planned time are 80.8 % in all",
    reference: site("fabrico", {
      shifts: eightHours,
      machines: fabrico.map(({ id }) => id),
      idealCycleS: 28.8,
    }),
    events: fabrico.flatMap(({ id, oeePercent }) => {
      const at = speaker(id);
      return [at("06:00", "RUNNING"), at("13:59", { good: oeePercent * 10 }), at("14:00")];
    }),
    sql: `select ${percent("oee", 1)} from gold.oee_by_site where site_id = 'fabrico'`,
    rows: [{ oee_pct: 80.8 }],
  },
  {
    name: "aveva_counter_rollover: 9900 to 100 over 10000 is 200",
    reference: site("aveva", { shifts: eightHours, idealCycleS: 10 }),
    events: [
      aveva("06:00", "RUNNING"),
      aveva("07:00", { total_count: 9900 }),
      aveva("08:00", { total_count: 100 }),
      aveva("09:00"),
    ],
    sql: of("aveva", "total_qty"),
    rows: [{ total_qty: 200 }],
  },
  {
    name: "wiki_rty_step: 8 good of 10 are 0.80",
    reference: site("wiki", { shifts: eightHours }),
    events: [wiki("06:00", "RUNNING"), wiki("07:00", { good: 8, scrap: 2 }), wiki("08:00")],
    sql: of("wiki", "round(quality, 2) as yield"),
    rows: [{ yield: 0.8 }],
  },
  {
    name: "umh_loss_precedence: a code of its own overrides its category, one without takes it",
    reference: site("umh", {
      shifts: eightHours,
      more: {
        reasons: [
          { reason_code: "40000", bucket: "other_stop" },
          { reason_code: "40100", parent_code: "40000", bucket: "minor_stop" },
          { reason_code: "40200", parent_code: "40000" },
        ],
      },
    }),
    events: [
      umh("06:00", "RUNNING"),
      umh("07:00", "STOPPED", { reason_code: "40100" }),
      umh("08:00", "RUNNING"),
      // As a state of its own it would be setup.
      umh("09:00", "SETUP", { reason_code: "40200" }),
      umh("11:00", "RUNNING"),
      umh("14:00"),
    ],
    sql: of("umh", "minor_stop_s, other_stop_s, setup_s, availability"),
    rows: [{ minor_stop_s: 3600, other_stop_s: 7200, setup_s: 0, availability: 0.75 }],
  },
]);
