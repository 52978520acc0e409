import { existsSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { temporaryWarehouse } from "../helpers/cli.ts";
import { askLake } from "../helpers/lake.ts";
import { build, builtFiles, site, writePlant } from "../helpers/plant.ts";

const firstDay = Date.UTC(2026, 0, 1);
const dayMs = 86_400_000;

/** Runs for an hour a day from New Year to the 5th of March, and makes one piece in it. */
const events = Array.from({ length: 64 }, (_, day) => {
  const at = (hour: number) => new Date(firstDay + day * dayMs + hour * 3_600_000).toISOString();
  return [
    { ts: at(6), machine_id: "M1", event_type: "state", event_id: `a${day}`, state: "RUNNING" },
    { ts: at(6.5), machine_id: "M1", event_type: "count", event_id: `b${day}`, good: 1 },
    { ts: at(7), machine_id: "M1", event_type: "state", event_id: `c${day}`, state: "IDLE" },
  ];
}).flat();
const late = { ts: "2026-01-10T06:45:00Z", machine_id: "M1", event_type: "count", event_id: "late", good: 2 };

const questions = [
  "select production_date, good_qty from gold.oee_by_machine_day order by production_date",
  "select sum(running_ms) as running_ms, sum(good_qty) as good_qty, count(*) as n from gold.fact_oee",
];
const days = (lateQty: number) =>
  Array.from({ length: 64 }, (_, day) => ({
    production_date: new Date(firstDay + day * dayMs).toISOString().slice(0, 10),
    good_qty: day === 9 ? 1 + lateQty : 1,
  }));

function packs(warehouse: string, relation: string): readonly string[] {
  const folder = join(warehouse, ".indkpi", "packs", relation);
  return existsSync(folder) ? readdirSync(folder).map((name) => name.slice(0, 7)) : [];
}

test("months that are over are read from one file each, and what comes late for one is not missed", async () => {
  const warehouse = await temporaryWarehouse();
  const reference = site("M1");
  await writePlant(warehouse, reference, { "all.ndjson": events });
  await build(warehouse);
  expect(packs(warehouse, "gold.fact_oee")).toEqual(["2026-01", "2026-02"]);
  const [byDay, sums] = await askLake(warehouse, questions);
  expect(byDay).toEqual(days(0));
  expect(sums?.[0]).toMatchObject({ running_ms: 64 * 3_600_000, good_qty: 64 });

  await writePlant(warehouse, {}, { "late.ndjson": [late] });
  await build(warehouse);
  // The pack of January without the late pieces is gone, that of February is the same.
  expect(packs(warehouse, "gold.fact_oee")).toEqual(["2026-01", "2026-02"]);
  await expect(askLake(warehouse, questions)).resolves.toMatchObject([days(2), [{ good_qty: 66 }]]);

  const once = await temporaryWarehouse();
  await writePlant(once, reference, { "all.ndjson": events, "late.ndjson": [late] });
  await build(once);
  expect(builtFiles(warehouse)).toEqual(builtFiles(once));

  // Packs only save time.
  await rm(join(warehouse, ".indkpi", "packs"), { recursive: true });
  await expect(askLake(warehouse, questions)).resolves.toMatchObject([days(2), [{ good_qty: 66 }]]);
}, 120_000);
