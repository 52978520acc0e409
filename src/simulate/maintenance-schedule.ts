import type { MachineLayout } from "./plant-layout.ts";
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

/** Tuesday, Wednesday, Thursday: by place in the line, so that a crew could go from one machine to the next. */
const MAINTENANCE_WEEKDAYS = [2, 3, 4] as const;
/** Planned maintenance takes the last part of the first shift, when both crews are in. */
const BEFORE_SHIFT_END_MIN = 90;

/** The weekly maintenance of one machine that starts within `[startMs, endMs)`. */
export function scheduleMaintenance(
  { machineId, position, parameters }: MachineLayout,
  { periods }: WorkCalendar,
  startMs: UtcMs,
  endMs: UtcMs,
): readonly PlannedStop[] {
  const { maintenance } = parameters;
  if (maintenance === null) return [];
  const weekday = MAINTENANCE_WEEKDAYS[(position - 1) % MAINTENANCE_WEEKDAYS.length];
  const seenDates = new Set<string>();
  const stops: PlannedStop[] = [];
  for (const { shift } of periods) {
    if (seenDates.has(shift.productionDate)) continue;
    seenDates.add(shift.productionDate);
    const fromMs = shift.endMs - BEFORE_SHIFT_END_MIN * MINUTE_MS;
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
