import * as fc from "fast-check";

import { mergeReference, site, speaker, type Reference } from "./plant.ts";

type Event = ReturnType<ReturnType<typeof speaker>>;

/** A plant on a site of its own, and the same plant with its time cut elsewhere. */
export interface Twins {
  readonly id: string;
  readonly reference: Reference;
  readonly events: readonly Event[];
}

const start = Date.UTC(2026, 0, 5, 6);
/** Two and a half days from the beginning of the first shift. */
const lastMinute = 60 * 60;
const timeOf = (minute: number, second = 0) =>
  new Date(start + minute * 60_000 + second * 1000).toISOString();
const states =
  "RUNNING RUNNING RUNNING SETUP IDLE STOPPED STARVED BLOCKED FAILURE MAINTENANCE OFF UNKNOWN".split(" ");

const minute = fc.integer({ min: 40, max: lastMinute - 1 });
const reason = fc.constantFrom(undefined, "JAM", "MEETING");
const unit = fc.constantFrom(undefined, "u1", "u2", "u3");
/** Absent rather than null, which would clear what holds. */
const given = (fields: Readonly<Record<string, string | number | undefined>>) =>
  Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string | number] => entry[1] !== undefined),
  );

const saying = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({
        state: fc.constantFrom(...states),
        reason_code: reason,
        product_id: fc.constantFrom(undefined, "X", "Y"),
      })
      .map(given),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({ good: fc.nat(30), scrap: fc.nat(3), rework: fc.nat(2), unit_id: unit })
      .map(({ unit_id, ...counts }) => given(unit_id === undefined ? counts : { good: 1, unit_id })),
  },
  {
    weight: 4,
    arbitrary: fc.record({ total_count: fc.nat(400), scrap_count: fc.nat(20) }).map(given),
  },
  { weight: 2, arbitrary: fc.record({ energy_kwh: fc.nat(200) }).map(given) },
  {
    weight: 1,
    arbitrary: fc.record({
      unit_id: fc.constantFrom("u1", "u2", "u3"),
      verdict: fc.constantFrom("good", "scrap", "rework"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ at: minute.map((at) => timeOf(at)), reason_code: fc.constant("MEETING") }),
  },
);
/** On a grid of 40 minutes, so that some events are of one time. */
const told = fc.record({ minute: minute.map((at) => at - (at % 40)), said: saying });

/** Clock times within the shift from 06:00 to 18:00. */
const cut = fc.integer({ min: 6 * 60 + 1, max: 18 * 60 - 1 });
const clock = (at: number) =>
  `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;

interface Cutting {
  /** Clock times, in minutes, at which the shift is cut in two. */
  readonly cuts: readonly number[];
  /** When the machine says again what it said last. */
  readonly retold: readonly number[];
  readonly silenceS: number;
  readonly stop: { readonly from: number; readonly minutes: number };
}

function twinsOf(
  id: string,
  story: readonly { readonly minute: number; readonly said: Readonly<Record<string, string | number>> }[],
  { cuts, retold, silenceS, stop }: Cutting,
): Twins {
  const shifts = (edges: readonly number[]) =>
    edges.slice(1).map((edge, index) => `s${index} ${clock(edges[index] ?? 0)}-${clock(edge)}`);
  const options = (machine_id: string) => ({
    idealCycleS: 37.5,
    machine: { silence_s: silenceS },
    more: {
      planned_stops: [
        { machine_id, started_at: timeOf(stop.from), ended_at: timeOf(stop.from + stop.minutes) },
      ],
    },
  });
  const events = (machine: string, repeats: readonly number[]) => {
    const say = speaker(machine);
    // A serial number is one unit wherever it is counted.
    const at = (time: string, said: string | Event = {}) =>
      say(
        time,
        typeof said !== "string" && "unit_id" in said
          ? { ...said, unit_id: `${machine} ${said["unit_id"]}` }
          : said,
      );
    const said = [
      at(timeOf(0), "RUNNING"),
      ...story.map((each) => at(timeOf(each.minute), each.said)),
      at(timeOf(lastMinute)),
    ];
    const known = story.filter((each) => "state" in each.said).toSorted((a, b) => a.minute - b.minute);
    return [
      ...said,
      ...repeats.flatMap((repeat) => {
        const before = known.filter((each) => each.minute <= repeat);
        const last = before.at(-1);
        const isOneOfSeveral = before.filter((each) => each.minute === last?.minute).length > 1;
        return last === undefined || isOneOfSeveral ? [] : [at(timeOf(repeat, 30), last.said)];
      }),
    ];
  };
  return {
    id,
    reference: mergeReference([
      site(`${id}_whole`, { ...options(`${id}_whole`), shifts: shifts([6 * 60, 18 * 60]) }),
      site(`${id}_cut`, {
        ...options(`${id}_cut`),
        shifts: shifts([6 * 60, ...new Set(cuts), 18 * 60].toSorted((a, b) => a - b)),
      }),
      site(`${id}_retold`, { ...options(`${id}_retold`), shifts: shifts([6 * 60, 18 * 60]) }),
    ]),
    events: [...events(`${id}_whole`, []), ...events(`${id}_cut`, []), ...events(`${id}_retold`, retold)],
  };
}

const believedForever = 10_000_000;

/** Several plants at once, since a warehouse is built for each run. */
export const plants: fc.Arbitrary<readonly Twins[]> = fc
  .array(
    fc.record({
      story: fc.array(told, { minLength: 3, maxLength: 25 }),
      cuts: fc.array(cut, { minLength: 1, maxLength: 3 }),
      retold: fc.array(minute, { maxLength: 4 }),
      silenceS: fc.constantFrom(believedForever, 5400),
      stop: fc.record({ from: minute, minutes: fc.integer({ min: 1, max: 300 }) }),
    }),
    { minLength: 4, maxLength: 8 },
  )
  .map((all) =>
    all.map(({ story, retold, ...cutting }, index) =>
      // Where silence is not believed, saying something again is news.
      twinsOf(`R${index}`, story, { ...cutting, retold: cutting.silenceS === believedForever ? retold : [] }),
    ),
  );
