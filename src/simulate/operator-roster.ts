import type { PlantParameters } from "./plant-parameters.ts";
import { twoDigits } from "./site-clock.ts";
import type { ShiftInstance } from "./work-calendar.ts";

const WEEK_MS = 7 * 86_400_000;
/** 1969-12-29, a Monday: weeks change with it. */
const MONDAY_MS = -3 * 86_400_000;

/** Who runs a line in a shift: one crew a shift, changing places every week. */
export function operatorOf(plant: PlantParameters, lineId: string, shift: ShiftInstance): string {
  const week = Math.floor((Date.parse(`${shift.productionDate}T00:00:00Z`) - MONDAY_MS) / WEEK_MS);
  const place = plant.shifts.findIndex(({ shiftId }) => shiftId === shift.shiftId);
  const crew = ((week + place) % plant.shifts.length) + 1;
  return `OP_${lineId.replace("LINE_", "")}${twoDigits(crew)}`;
}
