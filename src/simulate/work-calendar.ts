import type { PlantParameters, ShiftPattern } from "./plant-parameters.ts";
import type { SiteClock, UtcMs } from "./site-clock.ts";
import { addDays, weekdayOf } from "./site-clock.ts";

/** A shift on one day, `[startMs, endMs)`. */
export interface ShiftInstance {
  readonly shiftId: string;
  /** Local date on which it begins. */
  readonly productionDate: string;
  readonly startMs: UtcMs;
  readonly endMs: UtcMs;
}

/** A stretch of one shift that is all work or all break, `[startMs, endMs)`. */
export interface WorkPeriod {
  readonly activity: "work" | "break";
  readonly shift: ShiftInstance;
  readonly startMs: UtcMs;
  readonly endMs: UtcMs;
}

/** A public holiday on its date. */
export interface Holiday {
  readonly date: string;
  readonly name: string;
}

/** The shifts of a stretch of days, in order of time; what lies between the periods is free time. */
export interface WorkCalendar {
  readonly periods: readonly WorkPeriod[];
  readonly holidays: readonly Holiday[];
}

/** Lays the shift pattern over `days` local dates from `firstDate`. */
export function createWorkCalendar(
  plant: Pick<PlantParameters, "workdays" | "shifts" | "holidays">,
  clock: SiteClock,
  firstDate: string,
  days: number,
): WorkCalendar {
  const dates = Array.from({ length: days }, (_, index) => addDays(firstDate, index));
  const holidays = dates.flatMap((date) =>
    plant.holidays
      .filter(({ monthDay }) => date.endsWith(`-${monthDay}`))
      .map(({ name }): Holiday => ({ date, name })),
  );
  const free = new Set(holidays.map(({ date }) => date));
  const periods = dates
    .filter((date) => plant.workdays.includes(weekdayOf(date)) && !free.has(date))
    .flatMap((date) => plant.shifts.flatMap((pattern) => shiftPeriods(pattern, clock, date)));
  return { periods, holidays };
}

/** Walks the calendar forward: the period at an instant, else the next one; undefined after the last. */
export function createPeriodCursor({ periods }: WorkCalendar): (atMs: UtcMs) => WorkPeriod | undefined {
  let index = 0;
  return (atMs) => {
    for (;;) {
      const period = periods[index];
      if (period === undefined || period.endMs > atMs) return period;
      index += 1;
    }
  };
}

/** The instant at which `workMs` of scheduled work have passed since an instant; undefined beyond the calendar. */
export function addWorkTime({ periods }: WorkCalendar, fromMs: UtcMs, workMs: number): UtcMs | undefined {
  let left = workMs;
  for (const { activity, startMs, endMs } of periods) {
    if (activity === "break" || endMs <= fromMs) continue;
    const beginMs = Math.max(startMs, fromMs);
    if (left < endMs - beginMs) return beginMs + left;
    left -= endMs - beginMs;
  }
  return undefined;
}

function shiftPeriods(pattern: ShiftPattern, clock: SiteClock, date: string): WorkPeriod[] {
  const after = (time: string, earliest: string): string => (time < earliest ? addDays(date, 1) : date);
  const endDate = pattern.endsAt <= pattern.startsAt ? addDays(date, 1) : date;
  const shift: ShiftInstance = {
    shiftId: pattern.shiftId,
    productionDate: date,
    startMs: clock.toUtcMs(date, pattern.startsAt),
    endMs: clock.toUtcMs(endDate, pattern.endsAt),
  };
  const periods: WorkPeriod[] = [];
  let fromMs = shift.startMs;
  for (const pause of pattern.breaks) {
    const startMs = clock.toUtcMs(after(pause.startsAt, pattern.startsAt), pause.startsAt);
    const endMs = clock.toUtcMs(after(pause.endsAt, pattern.startsAt), pause.endsAt);
    periods.push({ activity: "work", shift, startMs: fromMs, endMs: startMs });
    periods.push({ activity: "break", shift, startMs, endMs });
    fromMs = endMs;
  }
  return [...periods, { activity: "work", shift, startMs: fromMs, endMs: shift.endMs }];
}
