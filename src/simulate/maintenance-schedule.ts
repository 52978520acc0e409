import type { MachineLayout } from "./plant-layout.ts";
import type { PlantParameters } from "./plant-parameters.ts";
import type { UtcMs } from "./site-clock.ts";
import { MINUTE_MS, weekdayOf } from "./site-clock.ts";
import type { WorkCalendar } from "./work-calendar.ts";

/** A planned stop of one machine. */
export interface PlannedStop {
  readonly machineId: string;
  readonly startMs: UtcMs;
  readonly endMs: UtcMs;
  readonly reasonCode: string;
}

/**
 * The weekly maintenance of one machine that starts within `[startMs, endMs)`: in the last part of the first shift of a day
 * that its place in the line decides, so that a crew could go from one machine to the next.
 */
export function scheduleMaintenance(
  { machineId, position, parameters }: MachineLayout,
  { weekdays, beforeShiftEndMin }: PlantParameters["maintenanceSlot"],
  { periods }: WorkCalendar,
  startMs: UtcMs,
  endMs: UtcMs,
): readonly PlannedStop[] {
  const { maintenance } = parameters;
  if (maintenance === null) return [];
  const weekday = weekdays[(position - 1) % weekdays.length];
  const seenDates = new Set<string>();
  const stops: PlannedStop[] = [];
  for (const { shift } of periods) {
    if (seenDates.has(shift.productionDate)) continue;
    seenDates.add(shift.productionDate);
    const fromMs = shift.endMs - beforeShiftEndMin * MINUTE_MS;
    if (weekdayOf(shift.productionDate) !== weekday || fromMs < startMs || fromMs >= endMs) continue;
    stops.push({
      machineId,
      startMs: fromMs,
      endMs: fromMs + maintenance.plannedMin * MINUTE_MS,
      reasonCode: "PLANNED_MAINTENANCE",
    });
  }
  return stops;
}
