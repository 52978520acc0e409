import { mergeReference, site, speaker, writePlant, type Reference } from "./plant.ts";

/** What a browser must not run, wherever it stands in the data. */
export const hostileMachine = "x<svg onload=window.pwned=1>";
const hostileName = "<img src=x onerror=window.pwned=1>";
const hostileReason = "'><script>window.pwned=1</script>";

const reference: Reference = mergeReference([
  site("cell", {
    machines: [],
    more: {
      machines: [
        { machine_id: "press", line_id: "cell", name: hostileName, position: 1 },
        { machine_id: "weld", line_id: "cell", name: "Welder", position: 2 },
      ],
      standards: [
        { machine_id: "press", ideal_cycle_s: 60 },
        { machine_id: "weld", ideal_cycle_s: 60 },
      ],
      reasons: [{ reason_code: "JAM", name: hostileReason }],
      targets: [{ scope: "line", scope_id: "cell", kpi: "oee", target: 0.7 }],
    },
  }),
]);

/**
 * A day of a line of two machines and of a machine that only telemetry knows. Of 8 hours planned the press runs 410 minutes,
 * is down 60 and starved 10, and makes `good` good pieces and 20 bad ones of a minute each. The welder is known for 6 hours,
 * runs all of them, and makes 270.
 */
function day(date: string, good: number): readonly object[] {
  const press = speaker("press", date);
  const weld = speaker("weld", date);
  const other = speaker(hostileMachine, date);
  return [
    press("06:00", "RUNNING", { product_id: "P1" }),
    press("07:00", { good, scrap: 20 }),
    press("08:00", "FAILURE", { reason_code: "JAM" }),
    press("09:00", "RUNNING"),
    press("13:50", "STARVED"),
    press("14:00", "OFF"),
    weld("06:00", "RUNNING", { product_id: "P1" }),
    weld("07:30", { energy_kwh: date === "2026-01-05" ? 10 : 30 }),
    weld("10:00", "UNKNOWN"),
    weld("12:00", "RUNNING"),
    weld("13:00", { good: 270 }),
    weld("13:30", { energy_kwh: date === "2026-01-05" ? 22 : 42 }),
    weld("14:00", "OFF"),
    other("06:00", "RUNNING"),
    other("07:00", { good: 5 }),
    other("14:00", "OFF"),
  ];
}

/** Two days: the press makes 300 good pieces on the first (OEE 300 / 480) and 360 on the second. */
export async function writeDashboardPlant(warehouse: string): Promise<void> {
  await writePlant(warehouse, reference, {
    "day-1.ndjson": day("2026-01-05", 300),
    "day-2.ndjson": day("2026-01-06", 360),
  });
}

/** A third day, for a warehouse that goes on. */
export async function writeThirdDay(warehouse: string): Promise<void> {
  await writePlant(warehouse, {}, { "day-3.ndjson": day("2026-01-07", 240) });
}
