import { prove, site, speaker } from "../../helpers/plant.ts";

const m = (machineNo: number) => speaker(`A${machineNo}`);
const shifts = (id: string, columns: string) =>
  `select shift_id, production_date, ${columns} from gold.oee_by_machine_shift where machine_id = '${id}'`;

prove("edges of single events", [
  {
    name: "of equal times the higher seq is later, none is lowest, then the event_id decides",
    reference: site("A16"),
    events: [
      m(16)("07:00", "STOPPED", { seq: 2, event_id: "a2" }),
      m(16)("07:00", "RUNNING", { seq: 1, event_id: "z2" }),
      m(16)("06:00", "IDLE", { event_id: "b1" }),
      m(16)("06:00", "RUNNING", { seq: 0, event_id: "a1" }),
      m(16)("08:00", "SETUP", { seq: 5, event_id: "b" }),
      m(16)("08:00", "RUNNING", { seq: 5, event_id: "a" }),
      m(16)("09:00"),
    ],
    sql: `select running_s, other_stop_s, setup_s from gold.oee_by_machine_shift where machine_id = 'A16'`,
    rows: [{ running_s: 3600, other_stop_s: 3600, setup_s: 3600 }],
  },
  {
    name: "boundaries are floored to the millisecond before anything is measured",
    reference: site("A17"),
    events: [
      m(17)("06:00:00.000900", "RUNNING"),
      m(17)("06:00:00.001100", "SETUP"),
      m(17)("06:00:00.001999", "RUNNING"),
      m(17)("06:00:00.002000", "STOPPED"),
      m(17)("06:00:00.000999", { good: 1 }),
      m(17)("07:00:00.999999"),
    ],
    // 0.000-0.001 running; SETUP at .001, RUNNING at .001 -> SETUP has no length; 0.001-0.002 running; stop to 07:00:00.999
    sql: `select running_ms, setup_ms, other_stop_ms, good_qty, calendar_ms from (select sum(running_ms) as running_ms, sum(setup_ms) as setup_ms, sum(other_stop_ms) as other_stop_ms, sum(good_qty) as good_qty, sum(calendar_ms) as calendar_ms from gold.fact_oee where machine_id = 'A17')`,
    rows: [{ running_ms: 2, setup_ms: 0, other_stop_ms: 3600997, good_qty: 1, calendar_ms: 3600999 }],
  },
  {
    name: "the bucket of the nearest reason upwards overrules that of the state, but never running or missing time",
    reference: site("A22", {
      more: {
        reasons: [
          { reason_code: "A22P", bucket: "planned_stop" },
          { reason_code: "A22C", parent_code: "A22P" },
          { reason_code: "A22B", bucket: "breakdown" },
          { reason_code: "A22M", bucket: "minor_stop" },
          { reason_code: "A22S", parent_code: "A22P", bucket: "setup" },
        ],
      },
    }),
    events: [
      m(22)("06:00", "RUNNING", { reason_code: "A22P" }),
      m(22)("07:00", "IDLE", { reason_code: "A22C" }),
      m(22)("07:10", "IDLE", { reason_code: "A22B" }),
      m(22)("07:30", "IDLE", { reason_code: "A22M" }),
      m(22)("08:10", "FAILURE", { reason_code: "A22P" }),
      m(22)("08:20", "STARVED", { reason_code: "A22S" }),
      m(22)("08:50", "UNKNOWN", { reason_code: "A22B" }),
      m(22)("09:00", "RUNNING"),
      m(22)("10:00"),
    ],
    sql: shifts(
      "A22",
      "running_s, planned_stop_s, breakdown_s, minor_stop_s, setup_s, no_data_s, failure_count",
    ),
    rows: [
      {
        shift_id: "early",
        production_date: "2026-01-05",
        running_s: 7200,
        planned_stop_s: 600 + 600,
        breakdown_s: 1200,
        minor_stop_s: 2400,
        setup_s: 1800,
        no_data_s: 600,
        failure_count: 1,
      },
    ],
  },
  {
    name: "product and order hold, null clears one alone, the next word may come with any event",
    reference: site("A23", {
      idealCycleS: null,
      more: {
        products: [{ product_id: "A23X" }, { product_id: "A23Y" }],
        standards: [
          { machine_id: "A23", product_id: "A23X", ideal_cycle_s: 10 },
          { machine_id: "A23", ideal_cycle_s: 20 },
        ],
      },
    }),
    events: [
      m(23)("06:00", "RUNNING", { product_id: "A23X", order_id: "O1" }),
      m(23)("06:10", { good: 1 }),
      m(23)("06:20", { good: 2, product_id: null }),
      m(23)("06:30", { good: 4 }),
      m(23)("06:40", { power_kw: 1, product_id: "A23Y" }),
      m(23)("06:50", { good: 8, order_id: null }),
      m(23)("07:00"),
    ],
    sql: `select product_id, order_id, sum(calendar_ms) as c, sum(good_qty) as g, sum(ideal_good_us) as i from gold.fact_oee where machine_id = 'A23' and calendar_ms > 0 group by all`,
    rows: [
      { product_id: "A23X", order_id: "O1", c: 1200000, g: 1, i: 10000000 },
      { product_id: null, order_id: "O1", c: 1200000, g: 6, i: 120000000 },
      { product_id: "A23Y", order_id: "O1", c: 600000, g: 0, i: 0 },
      { product_id: "A23Y", order_id: null, c: 600000, g: 8, i: 160000000 },
    ],
  },
  {
    name: "an event is its event_id, or all it says, in whatever order and notation; of two copies the later holds",
    reference: site("A26"),
    events: [
      m(26)("06:00", "RUNNING", { event_id: "1" }),
      m(26)("06:00", "RUNNING", { event_id: "1" }),
      m(26)("06:30", { good: 1 }),
      m(26)("06:30", { good: 1 }),
      '{"good":1.0,"event_type":"count","machine_id":"A26","ts":"2026-01-05T07:30:00+01:00"}',
      m(26)("06:40", { good: 1, event_id: "x" }),
      m(26)("06:45", { good: 5, event_id: "x" }),
      m(26)("06:50", { good: 1, seq: 1 }),
      m(26)("06:50", { good: 1, seq: 2 }),
      m(26)("07:00"),
    ],
    sql: `select good_qty, calendar_s from gold.oee_by_machine_shift where machine_id = 'A26' and calendar_s > 0`,
    rows: [{ good_qty: 1 + 5 + 2, calendar_s: 3600 }],
  },
  {
    name: "pieces are rated by the standard of their millisecond, and told where there is none",
    reference: site("A34", {
      idealCycleS: null,
      more: {
        standards: [
          {
            machine_id: "A34",
            ideal_cycle_s: 30,
            valid_from: "2026-01-05T07:00:00Z",
            valid_to: "2026-01-05T08:00:00Z",
          },
        ],
      },
    }),
    events: [
      m(34)("06:00", "RUNNING"),
      m(34)("06:59:59.999", { good: 1 }),
      m(34)("07:00", { good: 10, scrap: 10 }),
      m(34)("08:00", { good: 100, rework: 3 }),
      m(34)("09:00"),
    ],
    sql: `select sum(unrated_qty) as u, sum(ideal_run_us) as r, sum(ideal_good_us) as g, sum(total_qty) as t from gold.fact_oee where machine_id = 'A34'`,
    rows: [{ u: 104, r: 600e6, g: 300e6, t: 124 }],
  },
]);
