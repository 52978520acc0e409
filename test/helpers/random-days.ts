import * as fc from "fast-check";

import { mergeReference, site, speaker, type Reference } from "./plant.ts";

type Event = ReturnType<ReturnType<typeof speaker>>;

/** A plant of several sites over some days around a change of the clocks. */
export interface RandomDays {
  readonly reference: Reference;
  readonly events: readonly Event[];
}

const dayMs = 86_400_000;
const days = 5;
const minutes = days * 24 * 60;
const states = "RUNNING RUNNING SETUP IDLE IDLE STOPPED STARVED BLOCKED FAILURE FAILURE OFF UNKNOWN".split(
  " ",
);
const shiftPlans: readonly (readonly string[])[] = [
  [],
  ["early 06:00-14:00 Mon-Fri", "late 14:00-22:00"],
  ["long 21:30-21:30"],
  ["night 22:00-06:00"],
];

/** Often on the hour, and sometimes at midnight: where days meet. */
const moment = fc.oneof(
  { weight: 6, arbitrary: fc.nat(minutes - 1) },
  { weight: 2, arbitrary: fc.nat(days * 24 - 1).map((hour) => hour * 60) },
  { weight: 1, arbitrary: fc.nat(days - 1).map((day) => day * 24 * 60) },
);
const unit = fc.constantFrom("u1", "u2", "u3");
const saying = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record(
      {
        state: fc.constantFrom(...states),
        reason_code: fc.constantFrom("JAM", "MEETING"),
        product_id: fc.constantFrom("X", "Y", null),
        order_id: fc.constantFrom("O1", null),
      },
      { requiredKeys: ["state"] },
    ),
  },
  {
    weight: 3,
    arbitrary: fc.record({ good: fc.nat(9), scrap: fc.nat(2) }),
  },
  { weight: 2, arbitrary: fc.record({ good: fc.constant(1), unit_id: unit }) },
  { weight: 2, arbitrary: fc.record({ unit_id: unit, verdict: fc.constantFrom("good", "scrap", "rework") }) },
  { weight: 3, arbitrary: fc.record({ total_count: fc.nat(400), scrap_count: fc.nat(20) }) },
  {
    weight: 2,
    arbitrary: fc.record(
      { power_kw: fc.nat(20), energy_kwh: fc.nat(200), health_index: fc.constantFrom(0.1, 0.5, 0.9) },
      { requiredKeys: ["power_kw"] },
    ),
  },
  { weight: 1, arbitrary: fc.record({ at: moment, reason_code: fc.constantFrom("JAM", "MEETING") }) },
);

const story = fc.array(
  fc.record({
    minute: moment,
    said: saying,
    eventId: fc.option(fc.nat(40), { freq: 2 }),
    /** Told once more under the same event_id, so many minutes later. */
    retoldAfter: fc.option(fc.integer({ min: 1, max: 3 * 24 * 60 }), { freq: 12 }),
  }),
  { minLength: 3, maxLength: 30 },
);

const siteOf = fc.record({
  zone: fc.constantFrom("UTC", "Europe/Berlin", "Pacific/Apia", "America/Los_Angeles"),
  shifts: fc.constantFrom(...shiftPlans),
  silenceS: fc.constantFrom(600, 5400, 86_400, 250_000),
  minorStopS: fc.constantFrom(300, 40_000, 100_000),
  stories: fc.array(story, { minLength: 1, maxLength: 2 }),
  stop: fc.record({ from: moment, minutes: fc.integer({ min: 1, max: 3000 }) }),
  newStandardDay: fc.nat(days),
});

/** Silences, stops and failures that last for days, words about other days, and days on which nothing is said. */
export const randomDays: fc.Arbitrary<RandomDays> = fc
  .record({
    start: fc.constantFrom(Date.UTC(2026, 2, 27, 6), Date.UTC(2026, 9, 23, 22)),
    sites: fc.array(siteOf, { minLength: 2, maxLength: 3 }),
  })
  .map(({ start, sites }) => {
    const timeOf = (minute: number) => new Date(start + minute * 60_000).toISOString();
    const parts = sites.map((plan, index) => {
      const names = plan.stories.map((_, machine) => `M${index}${machine}`);
      const newStandardAt = new Date(start + plan.newStandardDay * dayMs).toISOString().slice(0, 10);
      const [first = ""] = names;
      const reference = site(`S${index}`, {
        zone: plan.zone,
        shifts: plan.shifts,
        machines: names,
        idealCycleS: null,
        machine: { silence_s: plan.silenceS, minor_stop_s: plan.minorStopS },
        more: {
          standards: [
            { machine_id: first, ideal_cycle_s: 40, valid_to: newStandardAt },
            { machine_id: first, ideal_cycle_s: 30, valid_from: newStandardAt },
          ],
          planned_stops: [
            {
              machine_id: first,
              started_at: timeOf(plan.stop.from),
              ended_at: timeOf(plan.stop.from + plan.stop.minutes),
            },
          ],
        },
      });
      const events = plan.stories.flatMap((told, machine) => {
        const at = speaker(names[machine] ?? "");
        return told.flatMap(({ minute, said, eventId, retoldAfter }) => {
          const fields = {
            ...said,
            ...("at" in said ? { at: timeOf(said.at) } : {}),
            ...(eventId === null ? {} : { event_id: `e${eventId}` }),
          };
          const again = retoldAfter === null ? [] : [at(timeOf(minute + retoldAfter), fields)];
          return [at(timeOf(minute), fields), ...again];
        });
      });
      return { reference, events };
    });
    return {
      reference: mergeReference([
        ...parts.map(({ reference }) => reference),
        { reasons: [{ reason_code: "MEETING", bucket: "planned_stop" }] },
      ]),
      events: parts.flatMap(({ events }) => events),
    };
  });
