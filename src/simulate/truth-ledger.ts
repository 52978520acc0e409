import type { MachineState } from "./machine-parameters.ts";
import { REASON_CODES } from "./reason-codes.ts";
import type { SiteClock, UtcMs } from "./site-clock.ts";
import type { SegmentFinder, TimeSegment } from "./time-segments.ts";
import type { TruthBucket, TruthFailure, TruthHour, TruthRows } from "./truth-rows.ts";
import { emptyHour } from "./truth-rows.ts";

/** Keeps account of what one machine really does. */
export interface TruthLedger {
  readonly enter: (state: MachineState, reasonCode: string | null, atMs: UtcMs) => void;
  /** The reason of the present stop, as it will be known by the end. */
  readonly explain: (reasonCode: string) => void;
  readonly count: (kind: "good" | "scrap" | "rework", atMs: UtcMs) => void;
  /** Power that was constant over `[fromMs, toMs)`. */
  readonly consume: (powerKw: number, fromMs: UtcMs, toMs: UtcMs) => void;
  /** The rows that can no longer change. */
  readonly take: () => TruthRows;
  /** Nothing is known after this instant. */
  readonly close: (atMs: UtcMs) => void;
}

interface Interval {
  readonly state: MachineState | "UNKNOWN";
  reasonCode: string | null;
  readonly startMs: UtcMs;
  endMs: UtcMs;
}

/** A stop of at most this is minor: the default of machines.csv. */
const MINOR_STOP_MS = 300_000;

const PLANNED_REASONS: ReadonlySet<string | null> = new Set(
  REASON_CODES.filter(({ bucket }) => bucket === "planned_stop").map(({ reasonCode }) => reasonCode),
);

/** A ledger from the beginning of the shift, or else of the day, in which the simulation begins; nothing is known before that. */
export function createTruthLedger(
  machineId: string,
  find: SegmentFinder,
  clock: SiteClock,
  startMs: UtcMs,
): TruthLedger {
  const hours = new Map<string, TruthHour>();
  let failures: TruthFailure[] = [];
  // The intervals of one state, whatever their reasons: how long they last together decides whether a stop is minor.
  let episode: Interval[] = [];
  let current: Interval = {
    state: "UNKNOWN",
    reasonCode: null,
    startMs: find(startMs).shift?.startMs ?? startMs,
    endMs: Infinity,
  };

  let lastSegment: TimeSegment | undefined;
  let lastHour: TruthHour | undefined;
  const hourOf = (segment: TimeSegment): TruthHour => {
    if (segment === lastSegment && lastHour !== undefined) return lastHour;
    const { shift, hourMs } = segment;
    const key = `${hourMs} ${shift?.shiftId ?? ""} ${shift?.productionDate ?? ""}`;
    let hour = hours.get(key);
    if (hour === undefined) {
      const localDate = new Date(hourMs + clock.offsetMs(hourMs)).toISOString().slice(0, 10);
      const productionDate = shift?.productionDate ?? localDate;
      hour = emptyHour({ machineId, productionDate, shiftId: shift?.shiftId ?? "unscheduled", hourMs });
      hours.set(key, hour);
    }
    lastSegment = segment;
    lastHour = hour;
    return hour;
  };

  const eachSegment = (
    fromMs: UtcMs,
    toMs: UtcMs,
    book: (segment: TimeSegment, ms: number) => void,
  ): void => {
    for (let atMs = fromMs; atMs < toMs;) {
      const segment = find(atMs);
      const untilMs = Math.min(segment.endMs, toMs);
      book(segment, untilMs - atMs);
      atMs = untilMs;
    }
  };

  const settle = (): void => {
    const lengthMs = (episode.at(-1)?.endMs ?? 0) - (episode[0]?.startMs ?? 0);
    for (const interval of episode) {
      eachSegment(interval.startMs, interval.endMs, (segment, ms) => {
        const hour = hourOf(segment);
        hour.bucketMs[bucketOf(interval, segment, lengthMs)] += ms;
        if (interval.state === "RUNNING" && segment.shift === null) hour.overtimeMs += ms;
      });
    }
    const [first] = episode;
    if (first?.state === "FAILURE") {
      hourOf(find(first.startMs)).failures += 1;
      const lasts = episode.at(-1)?.endMs === closedMs;
      failures.push({
        machineId,
        failedMs: first.startMs,
        restoredMs: lasts ? null : first.startMs + lengthMs,
      });
    }
    episode = [];
  };

  let closedMs = Infinity;
  const end = (atMs: UtcMs): void => {
    current.endMs = atMs;
    if (atMs > current.startMs) episode.push(current);
  };

  return {
    enter: (state, reasonCode, atMs) => {
      end(atMs);
      if (state !== current.state) settle();
      current = { state, reasonCode, startMs: atMs, endMs: Infinity };
    },
    explain: (reasonCode) => {
      current.reasonCode = reasonCode;
    },
    count: (kind, atMs) => {
      hourOf(find(atMs))[kind] += 1;
    },
    consume: (powerKw, fromMs, toMs) => {
      const here = find(fromMs);
      // Nearly always: between two readings no hour ends.
      if (toMs <= here.endMs) {
        if (toMs > fromMs) hourOf(here).energyJ += powerKw * (toMs - fromMs);
        return;
      }
      eachSegment(fromMs, toMs, (segment, ms) => {
        hourOf(segment).energyJ += powerKw * ms;
      });
    },
    take: () => {
      lastSegment = undefined;
      const openMs = episode[0]?.startMs ?? current.startMs;
      const done: TruthHour[] = [];
      for (const [key, hour] of hours) {
        if (closedMs === Infinity && hour.hourMs + 3_600_000 > openMs) continue;
        done.push(hour);
        hours.delete(key);
      }
      const taken = { hours: done, failures, dirt: [] };
      failures = [];
      return taken;
    },
    close: (atMs) => {
      closedMs = atMs;
      end(atMs);
      settle();
    },
  };
}

/** The rules of the time ledger, first match wins. */
function bucketOf(
  { state, reasonCode }: Interval,
  { shift, isPlannedStop }: TimeSegment,
  episodeMs: number,
): TruthBucket {
  if (state === "RUNNING") return "running";
  if (shift === null) return "unscheduled";
  if (isPlannedStop || PLANNED_REASONS.has(reasonCode)) return "planned_stop";
  switch (state) {
    case "MAINTENANCE":
      return "planned_stop";
    case "UNKNOWN":
      return "no_data";
    case "SETUP":
      return "setup";
    case "FAILURE":
      return "breakdown";
    case "STARVED":
      return "starved";
    case "BLOCKED":
      return "blocked";
    case "IDLE":
    case "STOPPED":
    case "OFF":
      return episodeMs <= MINOR_STOP_MS ? "minor_stop" : "other_stop";
  }
}
