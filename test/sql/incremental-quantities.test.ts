import { expect, test } from "vitest";

import { temporaryWarehouse } from "../helpers/cli.ts";
import {
  ask,
  build,
  builtFiles,
  mergeReference,
  settled,
  site,
  speaker,
  writePlant,
} from "../helpers/plant.ts";

type Events = readonly ReturnType<ReturnType<typeof speaker>>[];

interface Case {
  readonly id: string;
  readonly events: Events;
  /** What a UTC day of the machine comes to; days and columns that are not named are 0 or null. */
  readonly days: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const on = (id: string) => {
  const at = speaker(id);
  return (day: number, time: string, said?: Parameters<typeof at>[1]) =>
    at(`2026-01-${String(day).padStart(2, "0")}T${time}:00Z`, said);
};
const count = on("counter");
const gap = on("gap");
const glitch = on("glitch");
const rollover = on("rollover");
const reset = on("reset");
const waiting = on("waiting");
const even = on("even");
const meter = on("meter");
const meterGlitch = on("meter_glitch");
const meterReset = on("meter_reset");
const power = on("power");
const exact = on("exact");
const late = on("late");
const again = on("again");
const band = on("band");

/** Every machine runs all the time it is heard, on a calendar of UTC days. */
const cases: readonly Case[] = [
  {
    id: "counter",
    events: [
      count(5, "22:00", "RUNNING"),
      count(5, "22:00", { total_count: 100, scrap_count: 3 }),
      count(6, "02:00", { total_count: 180, scrap_count: 11 }),
    ],
    days: { "2026-01-05": { total_qty: 40, scrap_qty: 4 }, "2026-01-06": { total_qty: 40, scrap_qty: 4 } },
  },
  {
    // Two days without a word: known from day 5 to 8 because silence_s is longer.
    id: "gap",
    events: [
      gap(5, "12:00", "RUNNING"),
      gap(5, "12:00", { total_count: 0 }),
      gap(8, "12:00", { total_count: 7200 }),
      gap(8, "18:00", { total_count: 7300 }),
    ],
    days: {
      "2026-01-05": { total_qty: 1200 },
      "2026-01-06": { total_qty: 2400 },
      "2026-01-07": { total_qty: 2400 },
      "2026-01-08": { total_qty: 1300 },
    },
  },
  {
    // A reading of 0 at midnight that comes back: 12 pieces in two hours.
    id: "glitch",
    events: [
      glitch(5, "23:00", "RUNNING"),
      glitch(5, "23:00", { total_count: 480 }),
      glitch(6, "00:00", { total_count: 0 }),
      glitch(6, "01:00", { total_count: 492 }),
    ],
    days: { "2026-01-05": { total_qty: 6 }, "2026-01-06": { total_qty: 6 } },
  },
  {
    id: "rollover",
    events: [
      rollover(5, "23:30", "RUNNING"),
      rollover(5, "23:30", { total_count: 65_530 }),
      rollover(6, "00:30", { total_count: 4 }),
      rollover(6, "01:00", { total_count: 6 }),
    ],
    days: { "2026-01-05": { total_qty: 5 }, "2026-01-06": { total_qty: 7 } },
  },
  {
    id: "reset",
    events: [
      reset(5, "23:30", "RUNNING"),
      reset(5, "23:00", { total_count: 470 }),
      reset(5, "23:30", { total_count: 480 }),
      reset(6, "00:30", { total_count: 12 }),
      reset(6, "00:45", { total_count: 12 }),
    ],
    days: { "2026-01-05": { total_qty: 16 }, "2026-01-06": { total_qty: 6 } },
  },
  {
    // 5 scrap on day 5 and 1 on day 6 find 2 pieces on day 6; what is left waits for day 8.
    id: "waiting",
    events: [
      waiting(5, "10:00", "RUNNING"),
      waiting(5, "10:00", { total_count: 50, scrap_count: 0 }),
      waiting(5, "11:00", { total_count: 50, scrap_count: 5 }),
      waiting(6, "01:00", { total_count: 50, scrap_count: 6 }),
      waiting(6, "02:00", { total_count: 52, scrap_count: 6 }),
      waiting(8, "01:00", { total_count: 52 }),
      waiting(8, "02:00", { total_count: 62 }),
    ],
    days: {
      "2026-01-06": { total_qty: 2, scrap_qty: 2 },
      "2026-01-08": { total_qty: 10, scrap_qty: 4 },
    },
  },
  {
    // The same value on three days goes on: pieces come after the last reading of it.
    id: "even",
    events: [
      even(5, "10:00", "RUNNING"),
      even(5, "10:00", { total_count: 7 }),
      even(6, "10:00", { total_count: 7 }),
      even(7, "23:00", { total_count: 7 }),
      even(8, "01:00", { total_count: 9 }),
    ],
    days: { "2026-01-07": { total_qty: 1 }, "2026-01-08": { total_qty: 1 } },
  },
  {
    // 4 kWh over four hours around midnight, then 2 kWh until 12:00 on day 8, of which 12 + 24 + 12 hours.
    id: "meter",
    events: [
      meter(5, "22:00", "RUNNING"),
      meter(5, "22:00", { energy_kwh: 1000 }),
      meter(6, "02:00", { energy_kwh: 1004 }),
      meter(6, "12:00", { energy_kwh: 1004 }),
      meter(8, "12:00", { energy_kwh: 1006 }),
    ],
    days: {
      "2026-01-05": { energy_j: 7_200_000 },
      "2026-01-06": { energy_j: 7_200_000 + 1_800_000 },
      "2026-01-07": { energy_j: 3_600_000 },
      "2026-01-08": { energy_j: 1_800_000 },
    },
  },
  {
    id: "meter_glitch",
    events: [
      meterGlitch(5, "23:00", "RUNNING"),
      meterGlitch(5, "23:00", { energy_kwh: 100 }),
      meterGlitch(6, "00:00", { energy_kwh: 0 }),
      meterGlitch(6, "01:00", { energy_kwh: 100.5 }),
    ],
    days: { "2026-01-05": { energy_j: 900_000 }, "2026-01-06": { energy_j: 900_000 } },
  },
  {
    id: "meter_reset",
    events: [
      meterReset(5, "23:00", "RUNNING"),
      meterReset(5, "23:00", { energy_kwh: 100 }),
      meterReset(6, "00:00", { energy_kwh: 1 }),
      meterReset(6, "01:00", { energy_kwh: 1.5 }),
    ],
    days: { "2026-01-05": { energy_j: 3_600_000 }, "2026-01-06": { energy_j: 1_800_000 } },
  },
  {
    // 2 kW from 12:00 on day 5, held for silence_s of four days, which end before the next reading.
    id: "power",
    events: [
      power(5, "12:00", { power_kw: 2 }),
      power(5, "12:00", "RUNNING"),
      power(12, "00:00", { power_kw: 1 }),
      power(12, "01:00"),
    ],
    days: {
      "2026-01-05": { energy_j: 86_400_000 },
      "2026-01-06": { energy_j: 172_800_000 },
      "2026-01-07": { energy_j: 172_800_000 },
      "2026-01-08": { energy_j: 172_800_000 },
      "2026-01-09": { energy_j: 86_400_000 },
      "2026-01-12": { energy_j: 3_600_000 },
    },
  },
  {
    // 7,097,552,759 J over three days: joules times milliseconds are beyond 2^53, and no joule is lost.
    id: "exact",
    events: [
      exact(5, "00:00", "RUNNING"),
      exact(5, "00:00", { energy_kwh: 0 }),
      exact(8, "00:00", { energy_kwh: 1971.5424330555556 }),
      exact(8, "01:00"),
    ],
    days: {
      "2026-01-05": { energy_j: 2_365_850_919 },
      "2026-01-06": { energy_j: 2_365_850_920 },
      "2026-01-07": { energy_j: 2_365_850_920 },
    },
  },
  {
    // Good on day 5, found to be scrap ten days later; on day 6 a false alarm.
    id: "late",
    events: [
      late(5, "10:00", "RUNNING"),
      late(5, "11:00", { good: 1, unit_id: "L1" }),
      late(6, "11:00", { good: 0, scrap: 1, unit_id: "L2" }),
      late(15, "11:00", { unit_id: "L1", verdict: "scrap" }),
      late(15, "12:00", { unit_id: "L2", verdict: "good" }),
    ],
    days: { "2026-01-05": { total_qty: 1, scrap_qty: 1 }, "2026-01-06": { total_qty: 1, scrap_qty: 0 } },
  },
  {
    // Scrapped on day 5 and passed on day 9: one piece of rework, made on day 5.
    id: "again",
    events: [
      again(5, "10:00", "RUNNING"),
      again(5, "11:00", { good: 0, scrap: 1, unit_id: "A1" }),
      again(9, "11:00", { good: 1, unit_id: "A1" }),
    ],
    days: { "2026-01-05": { total_qty: 1, rework_qty: 1 } },
  },
  {
    id: "band",
    events: [
      band(5, "12:00", "RUNNING"),
      band(5, "18:00", { health_index: 0.9 }),
      band(8, "06:00", { health_index: 0.3 }),
    ],
    days: {},
  },
];

const reference = mergeReference(
  cases.map(({ id }) => site(id, { shifts: [], machine: { silence_s: 4 * 86_400 }, idealCycleS: 10 })),
);
const measures = "total_qty scrap_qty rework_qty energy_j".split(" ");
const daysSql = `select machine_id, cast(production_date as varchar) as day,
  ${measures.map((name) => `sum(${name}) as ${name}`).join(", ")}
  from gold.fact_oee group by all having coalesce(sum(total_qty), 0) > 0 or sum(energy_j) > 0`;
/** It runs from 12:00 on day 5, and is in the highest band from 18:00 to 06:00 on day 8. */
const bandsSql = `select cast(production_date as varchar) as day, band_no, operating_ms / 3.6e6 as operating_h
  from gold.fact_health where machine_id = 'band'`;
const passesSql = `select machine_id, cast(production_date as varchar) as day, inspected_qty, first_pass_qty
  from gold.fact_first_pass`;

test("quantities that cross midnight are the same bytes in any batches, and right", async ({
  onTestFinished,
}) => {
  const events = cases.flatMap((each) => each.events);
  const dayOf = (event: Events[number]) => String(event["ts"]).slice(8, 10);
  const batches = [
    events.filter((event) => dayOf(event) === "05"),
    events.filter((event) => dayOf(event) === "06"),
    // The far end comes first: steps over the gap are cut when its days arrive.
    events.filter((event) => dayOf(event) > "08"),
    events.filter((event) => dayOf(event) === "07" || dayOf(event) === "08"),
  ];
  expect(batches.flat()).toHaveLength(events.length);
  const often = await temporaryWarehouse(onTestFinished);
  const once = await temporaryWarehouse(onTestFinished);
  for (const [index, batch] of batches.entries()) {
    await writePlant(often, reference, { [`batch-${index}.ndjson`]: batch });
    await build(often);
  }
  await writePlant(once, reference, { "all.ndjson": events });
  await build(once);

  expect(builtFiles(often)).toEqual(builtFiles(once));
  const [found = [], bands = [], passes = []] = await ask(often, [daysSql, bandsSql, passesSql]);
  for (const { id, days } of cases) {
    const rows = found.filter(({ machine_id }) => machine_id === id);
    expect(settled(rows), id).toEqual(
      settled(Object.entries(days).map(([day, told]) => expectedRow(id, day, told))),
    );
  }
  expect(settled(bands)).toEqual(
    settled([
      { day: "2026-01-05", band_no: 4, operating_h: 6 },
      { day: "2026-01-06", band_no: 4, operating_h: 24 },
      { day: "2026-01-07", band_no: 4, operating_h: 24 },
      { day: "2026-01-08", band_no: 4, operating_h: 6 },
    ]),
  );
  expect(settled(passes)).toEqual(
    settled([
      { machine_id: "late", day: "2026-01-05", inspected_qty: 1, first_pass_qty: 0 },
      { machine_id: "late", day: "2026-01-06", inspected_qty: 1, first_pass_qty: 1 },
      { machine_id: "again", day: "2026-01-05", inspected_qty: 1, first_pass_qty: 0 },
    ]),
  );
}, 400_000);

function expectedRow(id: string, day: string, told: Readonly<Record<string, number>>) {
  const hasEnergy = "energy_j" in told;
  return {
    machine_id: id,
    day,
    total_qty: 0,
    scrap_qty: 0,
    rework_qty: 0,
    energy_j: hasEnergy ? told["energy_j"] : null,
    ...told,
  };
}
