import type { UtcMs } from "./site-clock.ts";
import { HOUR_MS, MINUTE_MS } from "./site-clock.ts";
import type { TruthDirt } from "./truth-rows.ts";

/** Writes down what was done to the telemetry of one machine, and whose figures it may change. */
export interface DirtRecord {
  /** Something that must change no figure. */
  readonly harmless: (kind: string, atMs: UtcMs, detail: string) => void;
  /**
   * Something that may change figures from the state before the last one at its beginning to the third state after its end,
   * and between the meter readings around: time passes from one state to the next.
   */
  readonly harmful: (kind: string, span: DirtSpan, detail: string) => void;
  /** The machine has changed its state, and has said so or not. */
  readonly noteState: (atMs: UtcMs, isTold: boolean) => void;
  /** What is certain; at the end everything. */
  readonly take: (endMs?: UtcMs) => readonly TruthDirt[];
}

interface DirtSpan {
  readonly fromMs: UtcMs;
  readonly untilMs: UtcMs;
}

interface OpenDirt {
  readonly dirt: Omit<TruthDirt, "untilMs">;
  readonly afterMs: UtcMs;
  statesLeft: number;
}

const KEPT_STATES = 64;
/** The longest time between two readings of a meter, and a little. */
const READING_MS = 16 * MINUTE_MS;

export function createDirtRecord(machineId: string): DirtRecord {
  const stateStarts: UtcMs[] = [];
  let open: OpenDirt[] = [];
  let closed: TruthDirt[] = [];

  const close = ({ dirt, afterMs }: OpenDirt, atMs: UtcMs): void => {
    closed.push({ ...dirt, untilMs: Math.max(atMs, afterMs + READING_MS) });
  };

  return {
    harmless: (kind, atMs, detail) => {
      closed.push({ kind, machineId, fromMs: atMs, untilMs: null, detail });
    },
    harmful: (kind, { fromMs, untilMs }, detail) => {
      const before = stateStarts.filter((startMs) => startMs <= fromMs);
      const stateMs = before.at(-2) ?? before.at(-1) ?? fromMs - 24 * HOUR_MS;
      const dirt = { kind, machineId, fromMs: Math.min(stateMs, fromMs - READING_MS), detail };
      open.push({ dirt, afterMs: untilMs, statesLeft: 3 });
    },
    noteState: (atMs, isTold) => {
      stateStarts.push(atMs);
      if (stateStarts.length > KEPT_STATES) stateStarts.shift();
      if (!isTold || open.length === 0) return;
      for (const each of open) {
        if (each.afterMs <= atMs) each.statesLeft -= 1;
        if (each.statesLeft <= 0) close(each, atMs);
      }
      open = open.filter(({ statesLeft }) => statesLeft > 0);
    },
    take: (endMs) => {
      if (endMs !== undefined) {
        for (const each of open) close(each, endMs);
        open = [];
      }
      const taken = closed;
      closed = [];
      return taken;
    },
  };
}
