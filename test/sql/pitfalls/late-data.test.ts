import { expect, test } from "vitest";

import { temporaryWarehouse } from "../../helpers/cli.ts";
import { ask, build, goldFiles, site, speaker, writePlant } from "../../helpers/plant.ts";

const p47 = speaker("P47");

const onTime = [
  p47("06:00", "RUNNING"),
  p47("09:00", { good: 100 }),
  p47("14:00", "OFF"),
  p47("2026-01-06T00:05:00Z"),
  p47("2026-01-06T06:00:00Z", "RUNNING"),
  p47("2026-01-06T08:00:00Z", { good: 40 }),
];
const late = [p47("11:00", { good: 200 }), p47("12:00", "STOPPED"), p47("13:00", "RUNNING")];
const day = `select total_qty, oee, other_stop_s from gold.oee_by_machine_day
  where machine_id = 'P47' and production_date = '2026-01-05'`;

test("P47 events that come after the day was built restate it as if they had come in time", async () => {
  const warehouse = await temporaryWarehouse();
  const reference = site("P47");
  await writePlant(warehouse, reference, { "2026-01-05.ndjson": onTime });
  await build(warehouse);
  expect(await ask(warehouse, [day])).toEqual([[{ total_qty: 100, oee: 6000 / 28_800, other_stop_s: 0 }]]);

  await writePlant(warehouse, {}, { "late.ndjson": late });
  await build(warehouse);
  expect(await ask(warehouse, [day])).toEqual([
    [{ total_qty: 300, oee: 18_000 / 28_800, other_stop_s: 3600 }],
  ]);

  const atOnce = await temporaryWarehouse();
  await writePlant(atOnce, reference, { "all.ndjson": [...late, ...onTime] });
  await build(atOnce);
  expect(goldFiles(warehouse)).toEqual(goldFiles(atOnce));
});
