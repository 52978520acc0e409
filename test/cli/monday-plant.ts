import { runCli, temporaryWarehouse } from "../helpers/cli.ts";
import { site, writePlant } from "../helpers/plant.ts";

export const count = (at: string, good: number, id: string) => ({
  ts: at,
  machine_id: "M",
  event_type: "count",
  good,
  event_id: id,
});
const state = (at: string, name: string) => ({
  ts: at,
  machine_id: "M",
  event_type: "state",
  state: name,
});

/** On Monday 240 pieces of 60 s in a shift of 480 minutes: OEE 0.5. Tuesday's shift has begun. */
export const monday = [
  state("2026-01-05T06:00:00Z", "RUNNING"),
  count("2026-01-05T10:00:00Z", 240, "c1"),
  state("2026-01-05T14:00:00Z", "OFF"),
  state("2026-01-06T06:00:00Z", "RUNNING"),
  count("2026-01-06T07:00:00Z", 30, "c2"),
];

/** A warehouse with them in landing; nothing is built. */
export async function mondayPlant(): Promise<string> {
  const warehouse = await temporaryWarehouse();
  await writePlant(warehouse, site("M"), { "monday.ndjson": monday });
  return warehouse;
}

/** What a query gives, or what it complains of. */
export async function rowsOf(warehouse: string, sql: string): Promise<unknown> {
  const { stdout, stderr } = await runCli(["query", sql, "--warehouse", warehouse, "--format", "json"]);
  return stdout === "" ? stderr : JSON.parse(stdout);
}
