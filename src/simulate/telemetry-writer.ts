import type { UtcMs } from "./site-clock.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS, twoDigits } from "./site-clock.ts";

/** The event types of the canonical telemetry that the simulator writes. */
type EventType = "state" | "count" | "sample" | "heartbeat";

/** Where one machine's events come from: numbers them. */
export interface EventSource {
  /** Writes one event at the current instant; `fields` is the rest of the JSON object, each as `,"name":value`. */
  readonly emit: (eventType: EventType, fields: string) => void;
}

/** Collects the lines of all machines in the order in which they are emitted. */
export interface TelemetryWriter {
  readonly source: (machineId: string) => EventSource;
  readonly length: () => number;
  /** Everything written so far; call it when the current instant is over, or its `seq` would start again. */
  readonly take: () => { readonly text: string; readonly eventCount: number };
}

interface SourceRecord {
  readonly machineId: string;
  eventCount: number;
  /** Events of this machine at the current instant, and how many of them are written. */
  atInstant: number;
  written: number;
}

interface PendingEvent {
  readonly source: SourceRecord;
  readonly eventType: EventType;
  readonly fields: string;
}

/** A writer whose event ids start with the run's tag; `seq` goes only to events of a machine that share an instant. */
export function createTelemetryWriter(runTag: string, nowMs: () => UtcMs): TelemetryWriter {
  const formatTs = createTsFormat();
  let pending: PendingEvent[] = [];
  let pendingMs: UtcMs = Number.NaN;
  let text = "";
  let eventCount = 0;

  const settle = (): void => {
    if (pending.length === 0) return;
    const ts = formatTs(pendingMs);
    for (const { source, eventType, fields } of pending) {
      source.eventCount += 1;
      const seq = source.atInstant > 1 ? `,"seq":${source.written}` : "";
      source.written += 1;
      text += `{"ts":"${ts}","machine_id":"${source.machineId}","event_type":"${eventType}","event_id":"${runTag}-${source.eventCount}"${seq}${fields}}\n`;
      eventCount += 1;
    }
    for (const { source } of pending) {
      source.atInstant = 0;
      source.written = 0;
    }
    pending = [];
  };

  return {
    source: (machineId) => {
      const source: SourceRecord = { machineId, eventCount: 0, atInstant: 0, written: 0 };
      return {
        emit: (eventType, fields) => {
          const atMs = nowMs();
          if (atMs !== pendingMs) {
            settle();
            pendingMs = atMs;
          }
          source.atInstant += 1;
          pending.push({ source, eventType, fields });
        },
      };
    },
    length: () => text.length,
    take: () => {
      settle();
      const taken = { text, eventCount };
      text = "";
      eventCount = 0;
      return taken;
    },
  };
}

/** The UTC hour of an instant as `2026-01-05T06`. */
export function utcHour(atMs: UtcMs): string {
  return new Date(atMs).toISOString().slice(0, 13);
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => twoDigits(value));

/** Formats as toISOString does, several times as fast, as events come in order of time. */
function createTsFormat(): (atMs: UtcMs) => string {
  let hourMs: UtcMs = Number.NaN;
  let hour = "";
  return (atMs) => {
    const startMs = Math.floor(atMs / HOUR_MS) * HOUR_MS;
    if (startMs !== hourMs) {
      hourMs = startMs;
      hour = utcHour(startMs);
    }
    const within = atMs - startMs;
    const minute = TWO_DIGITS[Math.floor(within / MINUTE_MS)] ?? "";
    const second = TWO_DIGITS[Math.floor((within % MINUTE_MS) / SECOND_MS)] ?? "";
    const milli = within % SECOND_MS;
    const padded = milli < 10 ? `00${milli}` : milli < 100 ? `0${milli}` : `${milli}`;
    return `${hour}:${minute}:${second}.${padded}Z`;
  };
}
