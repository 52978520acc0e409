import type { UtcMs } from "./site-clock.ts";

/** Where time goes: the buckets of the ledger. */
export const TRUTH_BUCKETS = [
  "running",
  "unscheduled",
  "planned_stop",
  "no_data",
  "setup",
  "breakdown",
  "starved",
  "blocked",
  "minor_stop",
  "other_stop",
] as const;
export type TruthBucket = (typeof TRUTH_BUCKETS)[number];

/** What one machine did in one local hour of one shift. */
export interface TruthHour {
  readonly machineId: string;
  readonly productionDate: string;
  readonly shiftId: string;
  readonly hourMs: UtcMs;
  readonly bucketMs: Record<TruthBucket, number>;
  /** Running outside every shift. */
  overtimeMs: number;
  good: number;
  scrap: number;
  rework: number;
  /** Failures that began here. */
  failures: number;
  energyJ: number;
}

/** A failure from its first moment to the end of its repair; null while it lasts at the end of the simulation. */
export interface TruthFailure {
  readonly machineId: string;
  readonly failedMs: UtcMs;
  readonly restoredMs: UtcMs | null;
}

/**
 * Something done to the telemetry on purpose, and the stretch of time whose figures it may change: `[fromMs, untilMs)`; null
 * for what must change nothing.
 */
export interface TruthDirt {
  readonly kind: string;
  readonly machineId: string;
  readonly fromMs: UtcMs;
  readonly untilMs: UtcMs | null;
  readonly detail: string;
}

/** What the simulator knows, of a stretch of time. */
export interface TruthRows {
  readonly hours: readonly TruthHour[];
  readonly failures: readonly TruthFailure[];
  readonly dirt: readonly TruthDirt[];
}

/** An hour in which nothing has happened yet. */
export function emptyHour(
  key: Pick<TruthHour, "machineId" | "productionDate" | "shiftId" | "hourMs">,
): TruthHour {
  const bucketMs: Record<TruthBucket, number> = {
    running: 0,
    unscheduled: 0,
    planned_stop: 0,
    no_data: 0,
    setup: 0,
    breakdown: 0,
    starved: 0,
    blocked: 0,
    minor_stop: 0,
    other_stop: 0,
  };
  return { ...key, bucketMs, overtimeMs: 0, good: 0, scrap: 0, rework: 0, failures: 0, energyJ: 0 };
}
