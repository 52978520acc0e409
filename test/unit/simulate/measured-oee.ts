import type { Event } from "./telemetry.ts";
import { intervalsOf } from "./telemetry.ts";

/** A rough second opinion on the OEE of one machine, in a winter week of the default calendar (UTC+1, no DST). */
export interface MeasuredOee {
  readonly availability: number;
  readonly performance: number;
  readonly quality: number;
  readonly oee: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MINUTE_MS = 60_000;
const SHIFT: readonly [number, number] = [6 * 60, 22 * 60];
const BREAKS: readonly (readonly [number, number])[] = [
  [480, 490],
  [600, 630],
  [720, 730],
  [960, 970],
  [1080, 1110],
  [1200, 1210],
];

/** Milliseconds of `[startMs, endMs)` within a daily window of local minutes, Monday to Friday. */
function overlapMs(startMs: number, endMs: number, [fromMin, toMin]: readonly [number, number]): number {
  let sum = 0;
  const firstDay = Math.floor((startMs + HOUR_MS) / DAY_MS);
  for (let day = firstDay; day * DAY_MS - HOUR_MS < endMs; day++) {
    const midnightMs = day * DAY_MS - HOUR_MS;
    if ([0, 6].includes(new Date(day * DAY_MS).getUTCDay())) continue;
    const from = Math.max(startMs, midnightMs + fromMin * MINUTE_MS);
    sum += Math.max(0, Math.min(endMs, midnightMs + toMin * MINUTE_MS) - from);
  }
  return sum;
}

/** Availability, performance and quality by the project's formulas; `idealCycleS` for the product of an event. */
export function measureOee(
  events: readonly Event[],
  idealCycleS: (productId: string, ts: string) => number,
): MeasuredOee {
  let upMs = 0;
  let plannedMs = 0;
  for (const { state, reasonCode, startMs, endMs } of intervalsOf(events)) {
    const inShiftMs = overlapMs(startMs, endMs, SHIFT);
    const breakMs = BREAKS.reduce((sum, pause) => sum + overlapMs(startMs, endMs, pause), 0);
    if (state === "RUNNING") {
      upMs += inShiftMs;
      plannedMs += inShiftMs;
    } else if (state !== "MAINTENANCE" && reasonCode !== "TEAM_MEETING") {
      const isMinor = (state === "STOPPED" || state === "IDLE") && endMs - startMs <= 300_000;
      if (isMinor) upMs += inShiftMs - breakMs;
      plannedMs += inShiftMs - breakMs;
    }
  }
  let productId = "";
  let idealMs = 0;
  let idealGoodMs = 0;
  for (const event of events) {
    productId = event.product_id ?? productId;
    if (event.event_type !== "count") continue;
    const pieceMs = idealCycleS(productId, event.ts) * 1000;
    idealMs += pieceMs;
    idealGoodMs += pieceMs * (event.good ?? 0);
  }
  return {
    availability: upMs / plannedMs,
    performance: idealMs / upMs,
    quality: idealGoodMs / idealMs,
    oee: idealGoodMs / plannedMs,
  };
}
