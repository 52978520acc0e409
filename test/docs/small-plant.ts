import { mergeReference, site, speaker, writePlant } from "../helpers/plant.ts";

const dates = ["2026-01-30", "2026-02-02"];
const fields = { product_id: "P1", order_id: "O1" };

/** Two days of a line with a constraint and an output machine, and of a line without: something in every relation. */
export async function writeSmallPlant(warehouse: string): Promise<void> {
  const line = { constraint_machine_id: "press", output_machine_id: "weld", area_id: "body" };
  const standards = ["P1", "P2"].map((product_id, index) => ({ product_id, ideal_cycle_s: 50 + 10 * index }));
  const reference = mergeReference([
    site("cell", {
      machines: ["press", "weld"],
      shifts: ["early 06:00-14:00", "late 14:00-22:00"],
      breaks: ["early 10:00-10:30"],
      idealCycleS: null,
      line,
      machine: { machine_type: "hydraulic press", silence_s: 7200 },
      more: {
        standards: ["press", "weld"].flatMap((machine_id) =>
          standards.map((row) => ({ machine_id, ...row })),
        ),
        reasons: [
          { reason_code: "TOOL", name: "Tool", bucket: "" },
          { reason_code: "SETUP_PART", parent_code: "TOOL", bucket: "setup" },
        ],
        products: standards.map(({ product_id }) => ({ product_id })),
        orders: [
          { order_id: "O1", product_id: "P1", line_id: "cell", planned_qty: 900, planned_scrap_qty: 20 },
        ],
      },
    }),
    site("mill", { idealCycleS: 40, shifts: [] }),
  ]);
  const events = dates.flatMap((date, day) => [
    ...["press", "weld"].flatMap((machine, index) => shiftOf(machine, date, day * 7 + index * 3)),
    ...unmetered(date),
  ]);
  await writePlant(warehouse, reference, { "events.ndjson": events });
}

/** A day of one machine of the cell; `shade` makes each differ. */
function shiftOf(machine: string, date: string, shade: number): readonly object[] {
  const at = speaker(machine, date);
  const minute = String(10 + shade);
  return [
    at("06:05", "SETUP", fields),
    at("06:06", { scrap: 2, reason_code: "SETUP_PART" }),
    at("06:15", { energy_kwh: 100 + shade, health_index: 0.9 - shade / 20 }, { event_type: "sample" }),
    at(`06:${minute}`, "RUNNING"),
    at("07:00", { good: 40 + shade, scrap: 1, rework: 2, reason_code: "TOOL" }),
    at("07:10", "IDLE"),
    at("07:12", "RUNNING"),
    ...[1, 2, 3, 4].map((no) =>
      at(
        `07:2${no}`,
        { measured: 10 + no * (shade + 1) * 0.01, lower_limit: 9, upper_limit: 12 },
        { characteristic: "gap" },
      ),
    ),
    ...[1, 2, 3].map((no) => at(`07:3${no}`, { good: 1 }, { unit_id: `${date}-${no}` })),
    at("07:40", { verdict: "scrap" }, { unit_id: `${date}-2` }),
    at(`08:${minute}`, "FAILURE", { reason_code: "TOOL" }),
    at("09:00", "RUNNING"),
    at("09:30", { good: 30, scrap: 2 }, { product_id: "P2" }),
    at("11:00", "STOPPED"),
    at("11:40", { at: `${date}T11:10:00Z`, reason_code: "TOOL" }),
    at("11:50", "RUNNING"),
    at("12:00", "STARVED"),
    at("12:10", "BLOCKED"),
    at("12:20", "RUNNING"),
    at("12:30", "FAILURE"),
    at("13:00", "MAINTENANCE"),
    at("13:30", "RUNNING"),
    at("15:00", { good: 50 }),
    at("15:10", { energy_kwh: 160 + shade, health_index: 0.5 }, { event_type: "sample" }),
    at("21:00", "UNKNOWN"),
    at("21:30", "RUNNING"),
    at("22:30", { good: 12 }),
    at("22:40", "OFF"),
  ];
}

/** A machine without a calendar that counts with a counter and has no energy meter. */
function unmetered(date: string): readonly object[] {
  const at = speaker("mill", date);
  return [
    at("06:00", "RUNNING"),
    at("06:00", { total_count: 100, scrap_count: 3 }),
    at("07:30", { power_kw: 12 }, { event_type: "sample" }),
    at("09:00", { total_count: 190, scrap_count: 6 }),
    at("10:00", "FAILURE"),
  ];
}
