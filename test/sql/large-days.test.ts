import { expect, test } from "vitest";

import { temporaryWarehouse } from "../helpers/cli.ts";
import { build, builtFiles, site, writePlant } from "../helpers/plant.ts";

/** From 250,000 rows on a table is built with numbers for the ids of machines, and no file may show it. */
const eventsOfSmallDay = 126_000;
const eventsOfLargeDay = 252_000;
const machines = ["press-0000000000001", "press-0000000000002", "Ö 'quoted'", "weld"];
const states = ["RUNNING", "IDLE", "FAILURE", "SETUP", "RUNNING", "STARVED"];

test("days that are built together with numbers for ids are the bytes of days built one by one with texts", async ({
  onTestFinished,
}) => {
  const once = await temporaryWarehouse(onTestFinished);
  const often = await temporaryWarehouse(onTestFinished);
  const reference = site("S", { machines });
  const files = {
    // Who speaks on the first day only, and stands in no reference file, is in no list of the last day.
    "1.ndjson": [...linesOf("2026-01-05", eventsOfSmallDay), ...ghostLines("2026-01-05")],
    "2.ndjson": linesOf("2026-01-06", eventsOfSmallDay),
    "3.ndjson": linesOf("2026-01-07", eventsOfLargeDay),
  };
  for (const [name, lines] of Object.entries(files)) {
    await writePlant(often, reference, { [name]: lines });
    await build(often);
  }
  await writePlant(once, reference, files);
  await build(once);
  expect(builtFiles(often)).toEqual(builtFiles(once));
}, 300_000);

/** Events of all machines in turn, evenly over a day: states, counts of units of which some come twice, and samples. */
function linesOf(date: string, count: number): readonly string[] {
  const startMs = Date.parse(`${date}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) => {
    const machine_id = machines[index % machines.length];
    const ts = new Date(startMs + Math.floor((index * 86_400_000) / count)).toISOString();
    return JSON.stringify({ ts, machine_id, event_id: `${date} ${index}`, ...fieldsOf(date, index) });
  });
}

function fieldsOf(date: string, index: number): object {
  const round = Math.floor(index / machines.length);
  switch (round % 5) {
    case 0:
      return {
        event_type: "state",
        state: states[Math.floor(round / 5) % states.length],
        reason_code: `R${round % 7}`,
      };
    case 1:
      return { event_type: "sample", energy_kwh: round / 100, health_index: 1 - (round % 1000) / 1000 };
    case 2:
      return {
        event_type: "inspection",
        verdict: round % 3 === 0 ? "scrap" : "good",
        unit_id: `${date} ${round}`,
      };
    default:
      return {
        event_type: "count",
        good: 1,
        unit_id: `${date} ${Math.floor(round / 2)}`,
        product_id: `P${round % 3}`,
      };
  }
}

function ghostLines(date: string): readonly string[] {
  return [
    { ts: `${date}T08:00:00Z`, machine_id: "ghost", event_type: "state", state: "RUNNING" },
    { ts: `${date}T09:00:00Z`, machine_id: "ghost", event_type: "count", good: 5 },
  ].map((event) => JSON.stringify(event));
}
