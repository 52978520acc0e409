import type { Draw } from "./random-stream.ts";
import { randomStream, uniformBetween, weibullByMean } from "./random-stream.ts";
import type { UtcMs } from "./site-clock.ts";
import { HOUR_MS } from "./site-clock.ts";

/** A stretch of time in which a gateway works wrongly: `[fromMs, untilMs)`. */
export interface Disturbance {
  readonly fromMs: UtcMs;
  readonly untilMs: UtcMs;
  /** The error of the clock; 0 for a gap. */
  readonly offsetMs: number;
}

/** The disturbances of one kind on one machine, one after the other. */
export interface DisturbanceSchedule {
  /** The one at an instant, if there is one; instants must not go back. */
  readonly at: (atMs: UtcMs) => Disturbance | null;
}

/** None begins or ends so near to the ends of the simulation: the time known must be the same without them. */
const MARGIN_MS = 3 * HOUR_MS;

/** How often (mean hours between), how long and by how much. */
interface DisturbanceKind {
  readonly name: string;
  readonly meanH: number;
  readonly minMs: number;
  readonly maxMs: number;
  readonly maxOffsetMs: number;
}

export function scheduleDisturbances(
  { seed, startMs, endMs }: { readonly seed: number; readonly startMs: UtcMs; readonly endMs: UtcMs },
  machineId: string,
  { name, meanH, minMs, maxMs, maxOffsetMs }: DisturbanceKind,
): DisturbanceSchedule {
  const stream = randomStream(seed, machineId, name);
  const betweenMs: Draw = weibullByMean(stream, meanH * HOUR_MS, 1);
  const lengthMs = uniformBetween(stream, minMs, maxMs);
  const offset = uniformBetween(stream, -maxOffsetMs, maxOffsetMs);
  const next = (afterMs: UtcMs): Disturbance => {
    const fromMs = Math.round(afterMs + betweenMs());
    return { fromMs, untilMs: fromMs + Math.round(lengthMs()), offsetMs: Math.round(offset()) };
  };
  let current = next(startMs + MARGIN_MS);
  return {
    at: (atMs) => {
      while (current.untilMs <= atMs) current = next(current.untilMs);
      const isUsed = current.fromMs <= atMs && current.untilMs < endMs - MARGIN_MS;
      return isUsed ? current : null;
    },
  };
}
