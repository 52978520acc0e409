import { mergeReference, plannedStop, prove, site, speaker } from "../../helpers/plant.ts";

const of = (id: string, columns: string) =>
  `select machine_id, ${columns} from gold.oee_by_machine_shift
  where machine_id like '${id}%' and shift_id != 'unscheduled'`;

const twoStops = { running_s: 6720, stop_count: 2, longest_ms: 240_000 };

const p25 = speaker("P25");
const p25b = speaker("P25b");
const p26 = speaker("P26");
const p27 = speaker("P27");
const p28 = speaker("P28");
const p29 = speaker("P29");
const p29b = speaker("P29b");
const p30 = speaker("P30");
const p31 = speaker("P31");
const p31b = speaker("P31b");
const p32 = speaker("P32");
const p33 = speaker("P33");
const p34 = speaker("P34");
const p35 = speaker("P35");
const p35b = speaker("P35b");
const p37 = speaker("P37");

prove("pitfalls of stops and planned time", [
  {
    name: "P25 overlapping reasons are one stop of 900 minutes of 978; so are overlapping planned stops",
    reference: mergeReference([
      site("P25", { shifts: [] }),
      site("P25b", {
        shifts: [],
        more: {
          planned_stops: [plannedStop("P25b", "00:00", "15:00"), plannedStop("P25b", "00:10", "14:00")],
        },
      }),
    ]),
    events: [
      p25("00:00", "STOPPED", { reason_code: "R1" }),
      p25("00:10", "STOPPED", { reason_code: "R2" }),
      p25("14:00", "STOPPED", { reason_code: "R1" }),
      p25("15:00", "RUNNING"),
      p25("16:18"),
      p25b("00:00", "STOPPED"),
      p25b("15:00", "RUNNING"),
      p25b("16:18"),
    ],
    sql: of("P25", "other_stop_s, planned_stop_s, planned_production_s, availability"),
    rows: [
      {
        machine_id: "P25",
        other_stop_s: 54_000,
        planned_stop_s: 0,
        planned_production_s: 58_680,
        availability: 78 / 978,
      },
      {
        machine_id: "P25b",
        other_stop_s: 0,
        planned_stop_s: 54_000,
        planned_production_s: 4680,
        availability: 1,
      },
    ],
  },
  {
    name: "P26 a planned stop over a breakdown: the calendar wins, one failure, its repair is elapsed time",
    reference: site("P26", { breaks: ["early 12:00-12:30"] }),
    events: [p26("06:00", "RUNNING"), p26("11:50", "FAILURE"), p26("12:40", "RUNNING"), p26("14:00")],
    sql: of("P26", "planned_production_s, breakdown_s, availability, failure_count, mttr_s"),
    rows: [
      {
        machine_id: "P26",
        planned_production_s: 27_000,
        breakdown_s: 1200,
        availability: 430 / 450,
        failure_count: 1,
        mttr_s: 3000,
      },
    ],
  },
  {
    name: "P27 a machine that runs through its break: planned 480 minutes, availability 1, 30 pieces more",
    reference: site("P27", { breaks: ["early 12:00-12:30"] }),
    events: [
      p27("06:00", "RUNNING"),
      p27("11:59", { good: 360 }),
      p27("12:29", { good: 30 }),
      p27("13:59", { good: 90 }),
      p27("14:00"),
    ],
    sql: of("P27", "planned_production_s, planned_stop_s, running_s, availability, performance, oee"),
    rows: [
      {
        machine_id: "P27",
        planned_production_s: 28_800,
        planned_stop_s: 0,
        running_s: 28_800,
        availability: 1,
        performance: 1,
        oee: 1,
      },
    ],
  },
  {
    name: "P28 a break that the end of known time cuts is planned for its 15 minutes",
    reference: site("P28", { breaks: ["early 12:00-12:30"] }),
    events: [p28("06:00", "RUNNING"), p28("12:00", "IDLE"), p28("12:15")],
    sql: of("P28", "planned_stop_s, planned_production_s, availability"),
    rows: [{ machine_id: "P28", planned_stop_s: 900, planned_production_s: 21_600, availability: 1 }],
  },
  {
    name: "P29 a stop as long as the threshold is minor in every view, a millisecond more is not",
    reference: site("P29", { machines: ["P29", "P29b"], machine: { minor_stop_s: 600 } }),
    events: [p29, p29b].flatMap((at) => [
      at("06:00", "RUNNING"),
      at("10:00", "STOPPED"),
      at(at === p29 ? "10:10" : "10:10:00.001", "RUNNING"),
      at("14:00"),
    ]),
    sql: `select machine_id, minor_stop_s, other_stop_s, round(availability * 28800, 3) as available_s,
        (select list(bucket) from gold.fact_loss as l where l.machine_id = s.machine_id and bucket like '%stop') as buckets,
        (select list(loss) from gold.losses_breakdown as l
          where l.machine_id = s.machine_id and loss like '%stop' and loss_s > 0) as losses
      from gold.oee_by_machine as s where machine_id like 'P29%'`,
    rows: [
      {
        machine_id: "P29",
        minor_stop_s: 600,
        other_stop_s: 0,
        available_s: 28_800,
        buckets: ["minor_stop"],
        losses: ["minor_stop"],
      },
      {
        machine_id: "P29b",
        minor_stop_s: 0,
        other_stop_s: 600.001,
        available_s: 28_199.999,
        buckets: ["other_stop"],
        losses: ["other_stop"],
      },
    ],
  },
  {
    name: "P30 a stop is judged whole, then clipped: 7 minutes across the shifts are 3 and 4 of a long stop",
    reference: site("P30", { shifts: ["early 06:00-14:00", "late 14:00-22:00"] }),
    events: [p30("06:00", "RUNNING"), p30("13:57", "STOPPED"), p30("14:04", "RUNNING"), p30("22:00")],
    sql: of("P30", "shift_id, other_stop_s, minor_stop_s"),
    rows: [
      { machine_id: "P30", shift_id: "early", other_stop_s: 180, minor_stop_s: 0 },
      { machine_id: "P30", shift_id: "late", other_stop_s: 240, minor_stop_s: 0 },
    ],
  },
  {
    name: "P31 ten seconds of running part two stops: both minor, both failures counted, nothing is cleaned away",
    reference: site("P31", { machines: ["P31", "P31b"] }),
    events: [p31, p31b].flatMap((at) => [
      at("09:00", "RUNNING"),
      at("10:00", at === p31 ? "STOPPED" : "FAILURE"),
      at("10:04", "RUNNING"),
      at("10:04:10", at === p31 ? "STOPPED" : "FAILURE"),
      at("10:08:10", "RUNNING"),
      at("11:00"),
    ]),
    sql: `select machine_id, running_s, minor_stop_s, breakdown_s, failure_count, stop_count, longest_ms
      from gold.oee_by_machine inner join gold.fact_loss using (machine_id)
      where machine_id like 'P31%' and bucket in ('minor_stop', 'breakdown')`,
    rows: [
      { ...twoStops, machine_id: "P31", minor_stop_s: 480, breakdown_s: 0, failure_count: 0 },
      { ...twoStops, machine_id: "P31b", minor_stop_s: 0, breakdown_s: 480, failure_count: 2 },
    ],
  },
  {
    name: "P32 a reason belongs to its category: 60 of 480 minutes are a performance loss, P = 87.5 %",
    reference: site("P32", {
      more: {
        reasons: [
          { reason_code: "20000", bucket: "minor_stop" },
          { reason_code: "20005", parent_code: "20000" },
        ],
      },
    }),
    events: [
      p32("06:00", "RUNNING"),
      p32("10:00", "STOPPED", { reason_code: "20005" }),
      p32("11:00", "RUNNING"),
      p32("13:00", { good: 420 }),
      p32("14:00"),
    ],
    sql: of("P32", "minor_stop_s, availability, performance, oee"),
    rows: [{ machine_id: "P32", minor_stop_s: 3600, availability: 1, performance: 0.875, oee: 0.875 }],
  },
  {
    name: "P33 blocked time is not run time: 390 of 480 minutes",
    reference: site("P33"),
    events: [
      p33("06:00", "RUNNING"),
      p33("08:00", "STOPPED"),
      p33("08:30", "BLOCKED"),
      p33("09:30", "RUNNING"),
      p33("14:00"),
    ],
    sql: of("P33", "running_s, blocked_s, other_stop_s, availability"),
    rows: [
      { machine_id: "P33", running_s: 23_400, blocked_s: 3600, other_stop_s: 1800, availability: 0.8125 },
    ],
  },
  {
    name: "P34 starved and blocked leave both availability and the base of performance: 0.75 x 0.8333 = 300/480",
    reference: site("P34"),
    events: [
      p34("06:00", "RUNNING"),
      p34("07:00", "FAILURE"),
      p34("07:30", "STARVED"),
      p34("08:30", "BLOCKED"),
      p34("09:00", "RUNNING"),
      p34("13:00", { good: 300 }),
      p34("14:00"),
    ],
    sql: of("P34", "availability, performance, quality, oee"),
    rows: [{ machine_id: "P34", availability: 0.75, performance: 300 / 360, quality: 1, oee: 0.625 }],
  },
  {
    name: "P35 a changeover costs availability unless its reason is planned: 93.75 % and 100 %, NEE 100 % in both",
    reference: site("P35", {
      machines: ["P35", "P35b"],
      more: { reasons: [{ reason_code: "CHANGE", bucket: "planned_stop" }] },
    }),
    events: [p35, p35b].flatMap((at) => [
      at("06:00", "RUNNING"),
      at("10:00", "SETUP", at === p35b ? { reason_code: "CHANGE" } : {}),
      at("10:30", "RUNNING"),
      at("13:00", { good: 450 }),
      at("14:00"),
    ]),
    // NEE, number 7 of ISO 22400-2, takes setup for no loss.
    sql: of(
      "P35",
      `setup_s, planned_stop_s, availability, performance, oee, (select value from gold.kpi_iso22400
        where scope = 'machine' and scope_id = machine_id and kpi_no = 7) as nee`,
    ),
    rows: [
      {
        machine_id: "P35",
        setup_s: 1800,
        planned_stop_s: 0,
        availability: 0.9375,
        performance: 1,
        oee: 0.9375,
        nee: 1,
      },
      {
        machine_id: "P35b",
        setup_s: 0,
        planned_stop_s: 1800,
        availability: 1,
        performance: 1,
        oee: 1,
        nee: 1,
      },
    ],
  },
  {
    name: "P37 two hours without an order: 360 minutes for OEE, 480 for OOE, 1440 for TEEP",
    reference: site("P37", {
      more: {
        planned_stops: [plannedStop("P37", "10:00", "12:00")],
      },
    }),
    events: [
      p37("00:00", "OFF"),
      p37("06:00", "RUNNING"),
      p37("10:00", "IDLE"),
      p37("12:00", "RUNNING"),
      p37("13:00", { good: 360 }),
      p37("14:00", "OFF"),
      p37("2026-01-06T00:00:00Z"),
    ],
    sql: `select planned_production_s, planned_stop_s, calendar_s, oee, ooe, teep
      from gold.oee_by_machine where machine_id = 'P37'`,
    rows: [
      {
        planned_production_s: 21_600,
        planned_stop_s: 7200,
        calendar_s: 86_400,
        oee: 1,
        ooe: 0.75,
        teep: 0.25,
      },
    ],
  },
]);
