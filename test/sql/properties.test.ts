import * as fc from "fast-check";
import { expect, test } from "vitest";

import { temporaryWarehouse } from "../helpers/cli.ts";
import {
  ask,
  build,
  goldFiles,
  invariants,
  mergeReference,
  settled,
  site,
  speaker,
  writePlant,
} from "../helpers/plant.ts";
import { plants, type Twins } from "../helpers/random-plant.ts";

/** A run costs three builds; after two minutes none is begun, nor is what failed made smaller. */
const limits = { seed: 20260105, numRuns: 3, interruptAfterTimeLimit: 120_000 };

/** Everything that is added up over a machine's time. */
const totals = `select machine_id, calendar_s, unscheduled_s, planned_stop_s, no_data_s, planned_production_s, running_s,
  setup_s, breakdown_s, starved_s, blocked_s, minor_stop_s, other_stop_s, total_qty, good_qty, scrap_qty, rework_qty,
  ideal_run_s, ideal_good_s, failure_count, mtbf_s, mttr_s, round(energy_kwh, 6) as energy_kwh, oee
  from gold.oee_by_machine`;
const contentOf = (
  table: string,
) => `select '${table}' as name, md5(coalesce(string_agg(line, ' ' order by line), '')) as content
  from (select cast(to_json(each) as varchar) as line from gold.${table} as each where machine_id != 'stranger')`;
const facts = ["fact_oee", "fact_loss", "fact_failure", "fact_scrap"].map(contentOf).join(" union all ");

test("random plants: sums hold, cuts change no total, order and repetition no byte, a stranger nobody", async () => {
  await fc.assert(
    fc.asyncProperty(plants, fc.infiniteStream(fc.nat()), async (all, draws) => {
      const draw = () => Number(draws.next().value);
      await withWarehouses(async (once, often) => {
        const reference = mergeReference([
          ...all.map((twins) => twins.reference),
          { reasons: [{ reason_code: "MEETING", bucket: "planned_stop" }] },
        ]);
        const events = all.flatMap((twins) => twins.events);
        await writePlant(once, reference, { "events.ndjson": events });
        await build(once);
        const questions = [totals, facts, ...Object.values(invariants)];
        const [machines = [], before = [], ...broken] = await ask(once, questions);
        expect(
          Object.fromEntries(Object.keys(invariants).map((name, index) => [name, broken[index]])),
        ).toEqual(Object.fromEntries(Object.keys(invariants).map((name) => [name, []])));
        for (const { id } of all) expectSameTotals(machines, id);

        await writePlant(often, reference, splitAndRepeated(events, draw));
        await build(often);
        expect(goldFiles(often)).toEqual(goldFiles(once));

        await writePlant(often, mergeReference([reference, site("elsewhere", { machines: ["stranger"] })]), {
          "stranger.ndjson": strangersWords(),
        });
        await build(often);
        expect(await ask(often, [facts])).toEqual([before]);
      });
    }),
    limits,
  );
}, 300_000);

function expectSameTotals(machines: readonly Readonly<Record<string, unknown>>[], id: string): void {
  const of = (twin: string) =>
    settled(
      machines
        .filter(({ machine_id }) => machine_id === `${id}_${twin}`)
        .map((sums) => ({ ...sums, machine_id: id })),
    );
  expect(of("whole")).toHaveLength(1);
  expect(of("cut")).toEqual(of("whole"));
  expect(of("retold")).toEqual(of("whole"));
}

/** The same lines in another order, some of them several times, in three files. */
function splitAndRepeated(
  events: Twins["events"],
  draw: () => number,
): Readonly<Record<string, Twins["events"]>> {
  const lines = events.flatMap((event) =>
    Array.from({ length: 1 + (draw() % 3 === 0 ? 1 : 0) }, () => event),
  );
  const shuffled = lines
    .map((event) => ({ event, place: draw() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ event }) => event);
  const third = Math.ceil(shuffled.length / 3);
  return Object.fromEntries(
    [0, 1, 2].map((part) => [`part-${part}.ndjson`, shuffled.slice(part * third, (part + 1) * third)]),
  );
}

function strangersWords(): Twins["events"] {
  const at = speaker("stranger");
  return [
    at("03:00", "RUNNING"),
    at("09:00", "FAILURE"),
    at("12:00", { good: 7, scrap: 1 }),
    at("23:00", "OFF"),
  ];
}

async function withWarehouses(use: (once: string, often: string) => Promise<void>): Promise<void> {
  const directories: (() => Promise<void>)[] = [];
  const keep = (cleanUp: () => Promise<void>) => void directories.push(cleanUp);
  try {
    await use(await temporaryWarehouse(keep), await temporaryWarehouse(keep));
  } finally {
    await Promise.all(directories.map((cleanUp) => cleanUp()));
  }
}
