import type { PlannedStop } from "./maintenance-schedule.ts";
import type { SiteClock, UtcMs } from "./site-clock.ts";
import { HOUR_MS } from "./site-clock.ts";
import type { ShiftInstance, WorkCalendar, WorkPeriod } from "./work-calendar.ts";

/** A stretch of time in which nothing of the plan changes, nor the local hour: `[startMs, endMs)`. */
export interface TimeSegment {
  readonly startMs: UtcMs;
  readonly endMs: UtcMs;
  /** Null outside every shift. */
  readonly shift: ShiftInstance | null;
  /** A break or a planned stop. */
  readonly isPlannedStop: boolean;
  /** Beginning of the local hour. */
  readonly hourMs: UtcMs;
}

/** Finds the segment of an instant; fast where one instant is near the last. */
export type SegmentFinder = (atMs: UtcMs) => TimeSegment;

/** The segments of one machine. */
export function createSegmentFinder(
  { periods }: WorkCalendar,
  plannedStops: readonly PlannedStop[],
  clock: SiteClock,
): SegmentFinder {
  let last: TimeSegment | undefined;

  const find = (atMs: UtcMs): TimeSegment => {
    const offsetMs = clock.offsetMs(atMs);
    const hourMs = Math.floor((atMs + offsetMs) / HOUR_MS) * HOUR_MS - offsetMs;
    let startMs = hourMs;
    let endMs = hourMs + HOUR_MS;
    const after = firstEndingAfter(periods, atMs);
    const period: WorkPeriod | undefined = periods[after];
    const isInShift = period !== undefined && period.startMs <= atMs;
    if (isInShift) {
      startMs = Math.max(startMs, period.startMs);
      endMs = Math.min(endMs, period.endMs);
    } else {
      startMs = Math.max(startMs, periods[after - 1]?.endMs ?? startMs);
      endMs = Math.min(endMs, period?.startMs ?? endMs);
    }
    let isPlannedStop = isInShift && period.activity === "break";
    for (const stop of plannedStops) {
      if (stop.endMs <= atMs) startMs = Math.max(startMs, stop.endMs);
      else if (stop.startMs > atMs) endMs = Math.min(endMs, stop.startMs);
      else {
        startMs = Math.max(startMs, stop.startMs);
        endMs = Math.min(endMs, stop.endMs);
        isPlannedStop = true;
      }
    }
    return { startMs, endMs, shift: isInShift ? period.shift : null, isPlannedStop, hourMs };
  };

  return (atMs) => {
    if (last === undefined || atMs < last.startMs || atMs >= last.endMs) last = find(atMs);
    return last;
  };
}

function firstEndingAfter(periods: readonly WorkPeriod[], atMs: UtcMs): number {
  let low = 0;
  let high = periods.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((periods[middle]?.endMs ?? Infinity) > atMs) high = middle;
    else low = middle + 1;
  }
  return low;
}
