import { mergeReference, prove, site, speaker } from "../../helpers/plant.ts";

const twoShifts = ["early 06:00-14:00", "late 14:00-22:00"];
const shiftsOf = (id: string, columns: string) =>
  `select machine_id, production_date, shift_id, ${columns} from gold.oee_by_machine_shift
  where machine_id like '${id}%' and shift_id != 'unscheduled'`;
const monday = "2026-01-05";
const tuesday = "2026-01-06";

const p01 = speaker("P01");
const p02 = speaker("P02");
const p03 = speaker("P03");
const p04 = speaker("P04");
const p04b = speaker("P04b");
const p05 = speaker("P05");
const p06 = speaker("P06");
const p07 = speaker("P07");
const p08 = speaker("P08");
const p08b = speaker("P08b");
const p12 = speaker("P12");
const p14 = speaker("P14");
const p15 = speaker("P15");

prove("pitfalls of time and windows", [
  {
    name: "P01 a stop across a shift edge: 20 minutes in each shift",
    reference: site("P01", { shifts: twoShifts }),
    events: [p01("06:00", "RUNNING"), p01("13:40", "STOPPED"), p01("14:20", "RUNNING"), p01("22:00")],
    sql: shiftsOf("P01", "other_stop_s"),
    rows: [
      { machine_id: "P01", production_date: monday, shift_id: "early", other_stop_s: 1200 },
      { machine_id: "P01", production_date: monday, shift_id: "late", other_stop_s: 1200 },
    ],
  },
  {
    name: "P02 a state that began before the shift holds in it: 480 minutes down, availability 0",
    reference: site("P02"),
    events: [p02("05:00", "STOPPED"), p02("15:00", "RUNNING"), p02("16:00")],
    sql: shiftsOf("P02", "other_stop_s, availability, oee"),
    rows: [
      {
        machine_id: "P02",
        production_date: monday,
        shift_id: "early",
        other_stop_s: 28_800,
        availability: 0,
        oee: 0,
      },
    ],
  },
  {
    name: "P03 a single stop is clipped at the end of the shift: 60 minutes, not 120",
    reference: site("P03"),
    events: [p03("13:00", "STOPPED"), p03("15:00", "RUNNING"), p03("16:00")],
    // Before the first state nothing is known: 7 of the 8 hours.
    sql: shiftsOf("P03", "other_stop_s, no_data_s, availability, coverage"),
    rows: [
      {
        machine_id: "P03",
        production_date: monday,
        shift_id: "early",
        other_stop_s: 3600,
        no_data_s: 25_200,
        availability: 0,
        coverage: 0.125,
      },
    ],
  },
  {
    name: "P04 a day without any event carries the state in: 24 hours, or as far as silence_s lets it",
    reference: mergeReference([
      site("P04", { shifts: [], machine: { silence_s: 172_800 } }),
      site("P04b", { shifts: [] }),
    ]),
    events: [p04, p04b].flatMap((at) => [
      at("22:00", "RUNNING"),
      at("2026-01-07T06:00:00Z", "STOPPED"),
      at("2026-01-07T08:00:00Z"),
    ]),
    // One day of silence is believed by default: until 22:00 of the second day.
    sql: `select machine_id, running_s, no_data_s from gold.oee_by_machine_day
        where machine_id like 'P04%' and production_date = '2026-01-06'`,
    rows: [
      { machine_id: "P04", running_s: 86_400, no_data_s: 0 },
      { machine_id: "P04b", running_s: 79_200, no_data_s: 7200 },
    ],
  },
  {
    name: "P05 a stop over midnight: 60 minutes of the night shift's day, 30 and 30 of the calendar's",
    reference: site("P05", { shifts: ["night 22:00-06:00"] }),
    events: [
      p05("22:00", "RUNNING"),
      p05("23:30", "STOPPED"),
      p05("2026-01-06T00:30:00Z", "RUNNING"),
      p05("2026-01-06T06:00:00Z"),
    ],
    sql: `select production_date, sum(other_stop_ms) as stopped_ms,
        sum(case when hour_start_at < '2026-01-06' then other_stop_ms end) as before_midnight_ms
        from gold.fact_oee where machine_id = 'P05' and shift_id = 'night' group by production_date`,
    rows: [{ production_date: monday, stopped_ms: 3_600_000, before_midnight_ms: 1_800_000 }],
  },
  {
    name: "P06 the spring night has 7 hours and its stop 20 minutes",
    reference: site("P06", { zone: "Europe/Berlin", shifts: ["night 22:00-06:00"] }),
    events: [
      p06("2026-03-28T22:00:00+01:00", "RUNNING"),
      p06("2026-03-29T01:50:00+01:00", "STOPPED"),
      p06("2026-03-29T03:10:00+02:00", "RUNNING"),
      p06("2026-03-29T06:00:00+02:00"),
    ],
    sql: shiftsOf("P06", "planned_production_s, other_stop_s"),
    rows: [
      {
        machine_id: "P06",
        production_date: "2026-03-28",
        shift_id: "night",
        planned_production_s: 25_200,
        other_stop_s: 1200,
      },
    ],
  },
  {
    name: "P07 the autumn night has 9 hours, and 02:10 after the change comes after 02:50 before it",
    reference: site("P07", { zone: "Europe/Berlin", shifts: ["night 22:00-06:00"] }),
    events: [
      p07("2026-10-24T22:00:00+02:00", "STOPPED"),
      p07("2026-10-25T02:50:00+02:00", "RUNNING"),
      p07("2026-10-25T02:10:00+01:00", "STOPPED"),
      p07("2026-10-25T06:00:00+01:00"),
    ],
    sql: shiftsOf("P07", "planned_production_s, running_s"),
    rows: [
      {
        machine_id: "P07",
        production_date: "2026-10-24",
        shift_id: "night",
        planned_production_s: 32_400,
        running_s: 1200,
      },
    ],
  },
  {
    name: "P08 02:30Z is 21:30 of the day before at UTC-05:00; at UTC+05:30 hours begin at half past",
    reference: mergeReference([
      site("P08", { zone: "America/Lima", shifts: [] }),
      site("P08b", { zone: "Asia/Kolkata", shifts: [] }),
    ]),
    events: [
      p08("2026-01-06T00:00:00Z", "RUNNING"),
      p08("2026-01-06T02:30:00Z", { good: 1 }),
      p08("2026-01-06T05:00:00Z"),
      p08b("18:30", "RUNNING"),
      p08b("18:45", { good: 1 }),
      p08b("19:30"),
    ],
    sql: `select machine_id, production_date, strftime(hour_start_at, '%d %H:%M') as hour_start, total_qty
        from gold.fact_oee where machine_id like 'P08%' and total_qty > 0`,
    rows: [
      { machine_id: "P08", production_date: monday, hour_start: "06 02:00", total_qty: 1 },
      { machine_id: "P08b", production_date: tuesday, hour_start: "05 18:30", total_qty: 1 },
    ],
  },
  {
    name: "P12 a piece at exactly 14:00 belongs to the shift that begins, once",
    reference: site("P12", { shifts: twoShifts }),
    events: [p12("06:00", "RUNNING"), p12("14:00", { good: 1 }), p12("22:00")],
    sql: shiftsOf("P12", "total_qty"),
    rows: [
      { machine_id: "P12", production_date: monday, shift_id: "early", total_qty: 0 },
      { machine_id: "P12", production_date: monday, shift_id: "late", total_qty: 1 },
    ],
  },
  {
    name: "P14 a stop that is still open takes the whole of Tuesday and is one open failure of Monday",
    reference: site("P14", { shifts: [] }),
    events: [
      p14("00:00", "RUNNING"),
      p14("10:00", "FAILURE"),
      p14("2026-01-06T09:00:00Z"),
      p14("2026-01-07T08:00:00Z"),
      p14("2026-01-07T12:00:00Z"),
    ],
    sql: `select production_date, breakdown_s, availability, oee, failure_count, mttr_s,
        (select count(*) from gold.fact_failure where machine_id = 'P14' and is_open and restored_at is null) as open_count
        from gold.oee_by_machine_day where machine_id = 'P14'`,
    rows: [
      {
        production_date: monday,
        breakdown_s: 50_400,
        availability: 10 / 24,
        oee: 0,
        failure_count: 1,
        mttr_s: null,
        open_count: 1,
      },
      {
        production_date: tuesday,
        breakdown_s: 86_400,
        availability: 0,
        oee: 0,
        failure_count: 0,
        mttr_s: null,
        open_count: 1,
      },
      {
        production_date: "2026-01-07",
        breakdown_s: 43_200,
        availability: 0,
        oee: 0,
        failure_count: 0,
        mttr_s: null,
        open_count: 1,
      },
    ],
  },
  {
    name: "P15 a running shift is measured against the time gone: 90 of 120 minutes",
    reference: site("P15", { shifts: ["day 06:00-18:00"] }),
    events: [p15("06:00", "RUNNING"), p15("07:00", "STOPPED"), p15("07:30", "RUNNING"), p15("08:00")],
    sql: shiftsOf("P15", "planned_production_s, availability"),
    rows: [
      {
        machine_id: "P15",
        production_date: monday,
        shift_id: "day",
        planned_production_s: 7200,
        availability: 0.75,
      },
    ],
  },
]);
