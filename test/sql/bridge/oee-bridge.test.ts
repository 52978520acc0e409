import { mergeReference, prove, site, speaker, type Proof } from "../../helpers/plant.ts";

const monday = "2026-01-05";
const tuesday = "2026-01-06";

type Fields = Readonly<Record<string, string | number | null>>;
type Word = readonly [time: string, said: string | Fields, more?: Fields];

/** A machine on two days of 8 hours, 60 s a piece: the state it is in all day unless it says otherwise, and its words. */
function twoDays(id: string, first: readonly Word[], second: readonly Word[]) {
  const days = [
    { date: monday, words: first },
    { date: tuesday, words: second },
  ];
  return days.flatMap(({ date, words }) => {
    const at = speaker(id, date);
    return [...words.map(([time, said, more]) => at(time, said, more)), at("14:00", "OFF")];
  });
}

const columns = "factor, loss, reason_code, round(oee_change, 12) as oee_change";
const bridge = (id: string, select = columns) =>
  `select ${select} from gold.oee_bridge(date '${monday}', date '${monday}', date '${tuesday}', date '${tuesday}', from_machine := '${id}', to_machine := '${id}')`;
const moved = (id: string) => `${bridge(id)} where oee_change != 0`;

const bm = speaker("BM", monday);

const proofs: readonly Proof[] = [
  {
    // 0.75 to 0.375 by availability alone: L(0.375, 0.75) ln(0.5 / 1) = -0.375.
    name: "half a day down costs what it costs, and nothing else moves",
    reference: site("BA"),
    events: twoDays(
      "BA",
      [
        ["06:00", "RUNNING"],
        ["13:00", { good: 360 }],
      ],
      [
        ["06:00", "FAILURE", { reason_code: "TOOL" }],
        ["10:00", "RUNNING"],
        ["13:00", { good: 180 }],
      ],
    ),
    sql: moved("BA"),
    rows: [{ factor: "availability", loss: "breakdown", reason_code: "TOOL", oee_change: -0.375 }],
  },
  {
    // 1 to 0.25, availability and performance both halved: each takes half of -0.75, as their logarithms are equal.
    name: "two factors that halve share the change evenly",
    reference: site("BB"),
    events: twoDays(
      "BB",
      [
        ["06:00", "RUNNING"],
        ["13:00", { good: 480 }],
      ],
      [
        ["06:00", "SETUP"],
        ["10:00", "RUNNING"],
        ["13:00", { good: 120 }],
      ],
    ),
    sql: moved("BB"),
    rows: [
      { factor: "availability", loss: "setup", reason_code: null, oee_change: -0.375 },
      { factor: "performance", loss: "reduced_speed", reason_code: null, oee_change: -0.375 },
    ],
  },
  {
    // 480 pieces each day; 240 good: quality 1 to 0.5, 120 for each reason.
    name: "rejects are split by their reasons",
    reference: site("BC"),
    events: twoDays(
      "BC",
      [
        ["06:00", "RUNNING"],
        ["13:00", { good: 480 }],
      ],
      [
        ["06:00", "RUNNING"],
        ["13:00", { good: 240, scrap: 120 }, { reason_code: "CRACK" }],
        ["13:01", { rework: 120 }],
      ],
    ),
    sql: moved("BC"),
    rows: [
      { factor: "quality", loss: "production_reject", reason_code: "CRACK", oee_change: -0.25 },
      { factor: "quality", loss: "production_reject", reason_code: null, oee_change: -0.25 },
    ],
  },
  {
    // 0.375 both days: 2 of 8 hours pass from breakdown to setup, worth 0.25 x performance 0.75.
    name: "losses that trade places are told though OEE stays",
    reference: site("BD"),
    events: twoDays(
      "BD",
      [
        ["06:00", "FAILURE"],
        ["10:00", "RUNNING"],
        ["13:00", { good: 180 }],
      ],
      [
        ["06:00", "FAILURE"],
        ["08:00", "SETUP"],
        ["10:00", "RUNNING"],
        ["13:00", { good: 180 }],
      ],
    ),
    sql: moved("BD"),
    rows: [
      { factor: "availability", loss: "breakdown", reason_code: null, oee_change: 0.1875 },
      { factor: "availability", loss: "setup", reason_code: null, oee_change: -0.1875 },
    ],
  },
  {
    name: "a day without pieces is performance, the limit of it",
    reference: site("BE"),
    events: twoDays(
      "BE",
      [
        ["06:00", "RUNNING"],
        ["13:00", { good: 360 }],
      ],
      [["06:00", "RUNNING"]],
    ),
    sql: moved("BE"),
    rows: [{ factor: "performance", loss: "reduced_speed", reason_code: null, oee_change: -0.75 }],
  },
  {
    name: "a day that is down from end to end is availability, whatever speed and quality would have been",
    reference: site("BF"),
    events: twoDays(
      "BF",
      [["06:00", "FAILURE"]],
      [
        ["06:00", "RUNNING"],
        ["13:00", { good: 240, scrap: 120 }],
      ],
    ),
    sql: moved("BF"),
    rows: [{ factor: "availability", loss: "breakdown", reason_code: null, oee_change: 0.5 }],
  },
  {
    name: "a day of scrap alone is quality",
    reference: site("BG"),
    events: twoDays(
      "BG",
      [
        ["06:00", "RUNNING"],
        ["13:00", { good: 240 }],
      ],
      [
        ["06:00", "RUNNING"],
        ["13:00", { scrap: 480 }, { reason_code: "CRACK" }],
      ],
    ),
    sql: moved("BG"),
    rows: [{ factor: "quality", loss: "production_reject", reason_code: "CRACK", oee_change: -0.5 }],
  },
  {
    // 240 pieces of a machine that says it is down: OEE 0.5, and no performance that could be divided by.
    name: "pieces without operating time are a matter of speed",
    reference: site("BH"),
    events: twoDays(
      "BH",
      [
        ["06:00", "RUNNING"],
        ["13:00", { good: 360 }],
      ],
      [
        ["06:00", "FAILURE"],
        ["13:00", { good: 240 }],
      ],
    ),
    sql: moved("BH"),
    rows: [{ factor: "performance", loss: "reduced_speed", reason_code: null, oee_change: -0.25 }],
  },
  {
    name: "nothing is zero change: two days that are 0 both",
    reference: site("BI"),
    events: twoDays("BI", [["06:00", "FAILURE"]], [["06:00", "SETUP"]]),
    sql: bridge("BI", "sum(oee_change) as oee_change, count(*) as n, min(oee_from) as a, min(oee_to) as b"),
    // Nine losses; breakdown and setup have one row each, as all of them.
    rows: [{ oee_change: 0, n: 9, a: 0, b: 0 }],
  },
  {
    name: "without a standard the change is unknown, not 0",
    reference: site("BJ", { idealCycleS: null }),
    events: twoDays(
      "BJ",
      [
        ["06:00", "RUNNING"],
        ["13:00", { good: 480 }],
      ],
      [
        ["06:00", "RUNNING"],
        ["13:00", { good: 240 }],
      ],
    ),
    sql: bridge("BJ", "count(*) > 0 as has_rows, count(oee_change) as n, max(factor_from) as availability"),
    rows: [{ has_rows: true, n: 0, availability: 1 }],
  },
  {
    name: "a day without a shift has no OEE and so no change",
    reference: site("BK", { shifts: ["early 06:00-14:00 Mon"] }),
    events: twoDays(
      "BK",
      [
        ["06:00", "RUNNING"],
        ["13:00", { good: 480 }],
      ],
      [],
    ),
    sql: bridge(
      "BK",
      "count(*) as n, count(oee_change) as known_count, max(oee_from) as a, max(oee_to) as b",
    ),
    rows: [{ n: 9, known_count: 0, a: 1, b: null }],
  },
  {
    // 0.75 against 0.375 by performance alone, on one day.
    name: "two machines are compared as two days are",
    reference: mergeReference([site("BL", { machines: ["BL", "BLx"] })]),
    events: [
      ...twoDays(
        "BL",
        [
          ["06:00", "RUNNING"],
          ["13:00", { good: 360 }],
        ],
        [["06:00", "RUNNING"]],
      ),
      ...twoDays(
        "BLx",
        [
          ["06:00", "RUNNING"],
          ["13:00", { good: 180 }],
        ],
        [["06:00", "RUNNING"]],
      ),
    ],
    sql: `select ${columns} from gold.oee_bridge(date '${monday}', date '${monday}', date '${monday}', date '${monday}',
      from_machine := 'BL', to_machine := 'BLx') where oee_change != 0`,
    rows: [{ factor: "performance", loss: "reduced_speed", reason_code: null, oee_change: -0.375 }],
  },
  {
    name: "shifts are compared by name, and an unknown machine has none",
    reference: site("BM", { shifts: ["early 06:00-14:00", "late 14:00-22:00"] }),
    events: [
      bm("06:00", "RUNNING"),
      bm("13:00", { good: 480 }),
      bm("20:00", { good: 120 }),
      bm("22:00", "OFF"),
    ],
    sql: `select 'shifts' as what, sum(oee_change) as oee_change from gold.oee_bridge(date '${monday}', date '${monday}',
      date '${monday}', date '${monday}', from_machine := 'BM', to_machine := 'BM', from_shift := 'early', to_shift := 'late')
      union all select 'nobody', sum(oee_change) from gold.oee_bridge(date '${monday}', date '${monday}', date '${monday}',
      date '${monday}', from_machine := 'BM', to_machine := 'nobody')`,
    rows: [
      { what: "shifts", oee_change: -0.75 },
      { what: "nobody", oee_change: null },
    ],
  },
];

prove("the bridge of OEE", proofs);
