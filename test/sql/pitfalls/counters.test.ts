import { mergeReference, prove, site, speaker } from "../../helpers/plant.ts";

const total = (id: string) =>
  `select machine_id, total_qty, good_qty from gold.oee_by_machine where machine_id like '${id}%'`;

const p18 = speaker("P18");
const p18b = speaker("P18b");
const p18c = speaker("P18c");
const p19 = speaker("P19");
const p19b = speaker("P19b");
const p19c = speaker("P19c");
const p19d = speaker("P19d");
const q19 = speaker("Q19");
const p20 = speaker("P20");
const p20b = speaker("P20b");
const p21 = speaker("P21");
const p22 = speaker("P22");
const p23 = speaker("P23");
const p23b = speaker("P23b");
const p24 = speaker("P24");
const p24b = speaker("P24b");

prove("pitfalls of counters", [
  {
    name: "P18 a rollover loses no piece: 65530 -> 4 is 10, 9900 -> 100 is 200, with or without a standard",
    reference: mergeReference([
      site("P18", { machines: ["P18", "P18b"], idealCycleS: 10 }),
      site("P18c", { idealCycleS: null }),
    ]),
    events: [
      p18("06:00", "RUNNING"),
      p18("07:00", { total_count: 65_530 }),
      p18("08:00", { total_count: 4 }),
      p18b("06:00", "RUNNING"),
      p18b("07:00", { total_count: 9900 }),
      p18b("08:00", { total_count: 100 }),
      p18b("09:00"),
      p18c("06:00", "RUNNING"),
      p18c("07:00", { total_count: 65_530 }),
      p18c("08:00", { total_count: 4 }),
      p18c("09:00"),
    ],
    sql: total("P18"),
    rows: [
      { machine_id: "P18", total_qty: 10, good_qty: 10 },
      { machine_id: "P18b", total_qty: 200, good_qty: 200 },
      { machine_id: "P18c", total_qty: 10, good_qty: 10 },
    ],
  },
  {
    name: "P19 a reset is not a rollover: 480 -> 0 -> 12 and 480 -> 12 are 12, and so is 65000 -> 12 in a minute",
    reference: site("P19", { machines: ["P19", "P19b", "P19c", "P19d"] }),
    events: [
      p19("06:00", "RUNNING"),
      p19("07:00", { total_count: 480 }),
      p19("07:30", { total_count: 0 }),
      p19("08:00", { total_count: 12 }),
      p19b("06:00", "RUNNING"),
      p19b("07:00", { total_count: 480 }),
      p19b("08:00", { total_count: 12 }),
      // As a rollover 548 pieces in a minute, at 60 s a piece.
      p19c("06:00", "RUNNING"),
      p19c("07:00", { total_count: 65_000 }),
      p19c("07:01", { total_count: 12 }),
      // A reading of 0 between two that fit is a fault of the reading.
      p19d("06:00", "RUNNING"),
      p19d("07:00", { total_count: 480 }),
      p19d("07:30", { total_count: 0 }),
      p19d("08:00", { total_count: 492 }),
      p19("09:00"),
    ],
    sql: total("P19"),
    rows: ["P19", "P19b", "P19c", "P19d"].map((machine_id) => ({ machine_id, total_qty: 12, good_qty: 12 })),
  },
  {
    name: "P19 a counter set to 0 for each lot of one piece counts each: 0, 1, 0, 1, 0, 1, 2 are 4",
    reference: site("Q19"),
    events: [
      q19("06:00", "RUNNING"),
      ...[0, 1, 0, 1, 0, 1, 2].map((total_count, index) => q19(`07:0${index}`, { total_count })),
      q19("09:00"),
    ],
    sql: total("Q19"),
    rows: [{ machine_id: "Q19", total_qty: 4, good_qty: 4 }],
  },
  {
    name: "P20 the first reading is a baseline: 240; where the one before the shift is known its step counts: 250",
    reference: site("P20", { machines: ["P20", "P20b"], idealCycleS: 30 }),
    events: [p20, p20b].flatMap((at) => [
      ...(at === p20b ? [at("05:50", "OFF"), at("05:50", { total_count: 1190 })] : []),
      at("06:00", "RUNNING"),
      at("06:10", { total_count: 1200 }),
      at("07:00", { total_count: 1300 }),
      at("08:00", { total_count: 1440 }),
      at("09:00"),
    ]),
    sql: `select machine_id, total_qty from gold.oee_by_machine_shift
      where machine_id like 'P20%' and shift_id = 'early'`,
    rows: [
      { machine_id: "P20", total_qty: 240 },
      { machine_id: "P20b", total_qty: 250 },
    ],
  },
  {
    name: "P21 a cumulative field is not summed: 99, 100, 101 and 101 again are 2 pieces",
    reference: site("P21"),
    events: [
      p21("06:00", "RUNNING"),
      p21("07:00", { total_count: 99 }),
      p21("07:10", { total_count: 100 }),
      p21("07:20", { total_count: 101 }),
      p21("07:30", { total_count: 101 }),
      p21("08:00"),
    ],
    sql: total("P21"),
    rows: [{ machine_id: "P21", total_qty: 2, good_qty: 2 }],
  },
  {
    name: "P22 a counter step across a gap is spread over the running time: 300 and 300, performance 1 and 1",
    reference: site("P22", { shifts: ["early 06:00-10:00", "late 10:00-14:00"], idealCycleS: 12 }),
    events: [
      p22("06:00", "RUNNING"),
      p22("09:00", { total_count: 1000 }),
      p22("11:00", { total_count: 1600 }),
      p22("12:00"),
    ],
    sql: `select shift_id, total_qty, performance from gold.oee_by_machine_hour
      where machine_id = 'P22' and total_qty > 0`,
    rows: [
      { shift_id: "early", total_qty: 300, performance: 1 },
      { shift_id: "late", total_qty: 300, performance: 1 },
    ],
  },
  {
    name: "P23 what two machines of a line count is not added: the line made the 500 of its output machine",
    reference: site("P23", {
      machines: ["P23", "P23b"],
      line: { constraint_machine_id: "P23", output_machine_id: "P23b" },
      idealCycleS: 30,
    }),
    events: [
      p23("06:00", "RUNNING"),
      p23("10:00", { good: 500 }),
      p23b("06:00", "RUNNING"),
      p23b("10:00", { total_count: 7000 }),
      p23b("12:00", { total_count: 7500 }),
      p23("14:00"),
    ],
    // Line: 500 x 30 s / 28800 s. Above it the machines are summed, as are their times.
    sql: `select (select total_qty from gold.oee_by_line where line_id = 'P23') as line_qty,
      (select oee from gold.oee_by_line where line_id = 'P23') as line_oee,
      (select total_qty from gold.oee_by_machine where machine_id = 'P23b') as output_qty,
      (select oee from gold.oee_by_site where site_id = 'P23') as site_oee`,
    rows: [{ line_qty: 500, line_oee: 15_000 / 28_800, output_qty: 500, site_oee: 30_000 / 57_600 }],
  },
  {
    name: "P24 without a reject signal every piece is good, with one the rejected are not",
    reference: site("P24", { machines: ["P24", "P24b"] }),
    events: [
      p24("06:00", "RUNNING"),
      p24("07:00", { total_count: 0 }),
      p24("09:00", { total_count: 100 }),
      p24b("06:00", "RUNNING"),
      p24b("07:00", { total_count: 0, scrap_count: 7 }),
      p24b("09:00", { total_count: 100, scrap_count: 8 }),
      p24("10:00"),
    ],
    sql: "select machine_id, total_qty, scrap_qty, quality from gold.oee_by_machine where machine_id like 'P24%'",
    rows: [
      { machine_id: "P24", total_qty: 100, scrap_qty: 0, quality: 1 },
      { machine_id: "P24b", total_qty: 100, scrap_qty: 1, quality: 0.99 },
    ],
  },
]);
