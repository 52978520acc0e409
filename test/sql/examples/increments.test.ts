import { prove, site, speaker } from "../../helpers/plant.ts";

/**
 * Cumulocity's oee-block: increments spread over the running time since the previous one, in intervals of 60 s with an
 * ideal amount of 10. Fed as counters an hour for each minute, so that an interval is an hour of the clock, and with
 * several pieces for one, so that its fractions are whole pieces. Where the denominator is 0 it prints 0.0, here null.
 */
interface Block {
  readonly id: string;
  readonly piecesPerUnit: number;
  /** Seconds, running or not. */
  readonly status: readonly (readonly [number, boolean])[];
  /** Seconds, amount, amount that is ok. */
  readonly amounts: readonly (readonly [number, number, number])[];
}
const firstSecond = 30;
const midnight = Date.UTC(2026, 0, 5);
const timeOf = (second: number) => new Date(midnight + (second - firstSecond) * 60_000).toISOString();

function eventsOf({ id, piecesPerUnit, status, amounts }: Block) {
  const at = speaker(id);
  let total = 0;
  let scrap = 0;
  return [
    // The baseline, just before the first interval or at its start.
    at(timeOf(firstSecond - (amounts[0]?.[0] === firstSecond ? 0.5 : 0)), { total_count: 0, scrap_count: 0 }),
    ...status.map(([second, isRunning]) => at(timeOf(second), isRunning ? "RUNNING" : "STOPPED")),
    ...amounts.map(([second, amount, ok]) => {
      total += amount * piecesPerUnit;
      scrap += (amount - ok) * piecesPerUnit;
      return at(timeOf(second), { total_count: total, scrap_count: scrap });
    }),
  ];
}

function proofOf(block: Block, name: string, expected: Readonly<Record<string, readonly (number | null)[]>>) {
  const { id, piecesPerUnit } = block;
  const hours = expected["availability"]?.length ?? 0;
  return {
    name,
    reference: site(id, { shifts: [], idealCycleS: 3600 / (10 * piecesPerUnit) }),
    events: eventsOf(block),
    sql: `select cast(epoch(hour_start_at) as bigint) // 3600 - ${midnight / 3_600_000} as hour_no,
      ${Object.keys(expected)
        .map((column) => (column === "amount" ? `total_qty / ${piecesPerUnit} as amount` : column))
        .map((column) =>
          column.includes(" as ")
            ? column.replace(/^(.*) as amount$/, "round($1, 4) as amount")
            : `round(${column}, 4) as ${column}`,
        )
        .join(", ")}
      from gold.oee_by_machine_hour where machine_id = '${id}'
      and hour_start_at >= '2026-01-05' and hour_start_at < timestamp '2026-01-05' + to_hours(${hours})`,
    rows: Array.from({ length: hours }, (_, hour) => ({
      hour_no: hour,
      ...Object.fromEntries(Object.entries(expected).map(([column, values]) => [column, values[hour]])),
    })),
  };
}

const status = [
  [30, true],
  [310, false],
  [350, true],
] as const;
const block001: Block = {
  id: "c8y_001",
  piecesPerUnit: 6,
  status,
  amounts: [
    ...[30, 70, 110, 150, 190, 230, 270].map((second) => [second, 2, 1] as const),
    [310, 0, 0],
    ...[360, 390, 430, 460].map((second) => [second, 2, 1] as const),
  ],
};
const block003: Block = {
  ...block001,
  id: "c8y_003",
  amounts: block001.amounts.map(([second, amount]) => [second, amount * 1.5, amount] as const),
};
const path1: Block = {
  id: "c8y_path1",
  piecesPerUnit: 8,
  status: [
    [30, true],
    ...[300, 360, 660, 720, 780, 840, 1020, 1080].flatMap(
      (second) =>
        [
          [second, false],
          [second + 30, true],
        ] as const,
    ),
    [1350, false],
    [1470, true],
  ],
  amounts: [
    ...[90, 150, 210, 270].map((second) => [second, 10, 10] as const),
    ...[330, 390].map((second) => [second, 5, 5] as const),
    ...[450, 510].map((second) => [second, 10, 5] as const),
    ...[570, 630].map((second) => [second, 5, 5] as const),
    ...[690, 750].map((second) => [second, 2.5, 2.5] as const),
    ...[810, 870, 930, 990].map((second) => [second, 5, 2.5] as const),
    ...[1050, 1110].map((second) => [second, 2.5, 1.25] as const),
    ...[1170, 1230].map((second) => [second, 10, 0] as const),
    ...[1290, 1350, 1410, 1470].map((second) => [second, 0, 0] as const),
    [1530, 10, 10],
  ],
};
const twice = (...values: readonly (number | null)[]) => values.flatMap((value) => [value, value]);

const flux = speaker("flux");

prove("published examples of increments", [
  {
    name: "influx_flux_apq_test: counters from 1200 on, 3 of 8 planned hours, OEE 0.2458333",
    reference: site("flux", { shifts: ["day 00:00-08:00"], idealCycleS: 30 }),
    events: [
      ...(
        [
          ["00:00", "RUNNING", 1200, 10],
          ["01:00", "RUNNING", 1300, 11],
          ["02:00", "STOPPED", 1400, 11],
          ["03:00", "RUNNING", 1400, 11],
          ["03:30", "RUNNING", 1440, 14],
        ] as const
      ).flatMap(([time, state, total_count, scrap_count]) => [
        flux(time, state),
        flux(time, { total_count, scrap_count }),
      ]),
      flux("04:00", "OFF"),
      flux("08:00"),
    ],
    sql: `select running_s, availability, performance, quality, oee, total_qty, scrap_qty
      from gold.oee_by_machine where machine_id = 'flux'`,
    rows: [
      {
        running_s: 10_800,
        availability: 0.375,
        performance: 2 / 3,
        quality: 236 / 240,
        oee: 0.24583333333333332,
        total_qty: 240,
        scrap_qty: 4,
      },
    ],
  },
  proofOf(block001, "c8y_oee_block_OeeBlock_001: seven intervals to four digits", {
    availability: [1, 1, 1, 1, 0.6667, 0.6667, 1],
    performance: [0.5, 0.3, 0.3, 0.3, 0, 0.6, 0.3333],
    quality: [0.5, 0.5, 0.5, 0.5, null, 0.5, 0.5],
    amount: [5, 3, 3, 3, 0, 4, 3.3333],
  }),
  proofOf(block003, "c8y_oee_block_OeeBlock_003: seven intervals to four digits", {
    availability: [1, 1, 1, 1, 0.6667, 0.6667, 1],
    performance: [0.75, 0.45, 0.45, 0.45, 0, 0.9, 0.5],
    quality: [0.6667, 0.6667, 0.6667, 0.6667, null, 0.6667, 0.6667],
    amount: [7.5, 4.5, 4.5, 4.5, 0, 6, 5],
  }),
  proofOf(path1, "c8y_oee_block_BaseTest_Path1: every product of 0, 50 and 100 %", {
    oee: [...twice(1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0, 0, 0)],
    availability: [...twice(1, 1, 0.5, 1, 1, 0.5, 0.5, 1, 0.5, 1, 1, 0)],
    performance: [...twice(1, 1, 1, 1, 0.5, 0.5, 1, 0.5, 0.5, 1, 0, null)],
    quality: [...twice(1, 1, 1, 0.5, 1, 1, 0.5, 0.5, 0.5, 0, null, null)],
  }),
]);
