import { createByteText } from "./byte-text.ts";
import type { UtcMs } from "./site-clock.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS, twoDigits } from "./site-clock.ts";

/** The event types of the canonical telemetry. */

type EventType = "state" | "count" | "counter" | "sample" | "inspection" | "reason" | "heartbeat";

/** Where one machine's events come from: numbers them. */
export interface EventSource {
  /** Writes one event at the current instant; `fields` is the rest of the JSON object, each as `,"name":value`. */
  readonly emit: (eventType: EventType, fields: string) => void;
}

/** One line of telemetry: the object without its first field `ts`, and that instant. */
export interface TelemetryLine {
  readonly machineId: string;
  readonly eventType: EventType;
  readonly atMs: UtcMs;
  readonly rest: string;
}

/** Does something to the lines on their way: writes each as it is, or not. */
export interface Gateway {
  readonly pass: (line: TelemetryLine, write: (text: string) => void) => void;
  /** Called when an instant is over, and with Infinity at the end: what was held back may be due. */
  readonly release: (nowMs: UtcMs, write: (text: string) => void) => void;
}

/** Collects the lines of all machines in the order in which they are emitted. */
export interface TelemetryWriter {
  readonly source: (machineId: string) => EventSource;
  /** Bytes that wait to be taken. */
  readonly length: () => number;
  /** Everything written so far; call it when the current instant is over, or its `seq` would start again. */
  readonly take: (isLast?: boolean) => { readonly bytes: Uint8Array; readonly eventCount: number };
}

interface SourceRecord {
  readonly machineId: string;
  /** By event type: what stands between the time and the number of an event. */
  readonly heads: Readonly<Record<EventType, string>>;
  eventCount: number;
  /** Events of this machine at the current instant, and how many of them are written. */
  atInstant: number;
  written: number;
}

interface PendingEvent {
  source: SourceRecord;
  eventType: EventType;
  fields: string;
}

/** A writer whose event ids start with the run's tag; `seq` goes only to events of a machine that share an instant. */
export function createTelemetryWriter(
  runTag: string,
  nowMs: () => UtcMs,
  gateway: Gateway | null = null,
): TelemetryWriter {
  const formatTs = createTsFormat();
  const text = createByteText();
  // Filled anew at every instant; the objects are kept, as there are millions of instants.
  const pending: PendingEvent[] = [];
  let pendingCount = 0;
  let pendingMs: UtcMs = Number.NaN;
  let eventCount = 0;

  const write = (line: string): void => {
    text.append(line);
    eventCount += 1;
  };

  const settle = (): void => {
    if (pendingCount === 0) return;
    const ts = formatTs(pendingMs);
    for (let index = 0; index < pendingCount; index++) {
      const event = pending[index];
      if (event === undefined) break;
      const { source, eventType, fields } = event;
      source.eventCount += 1;
      const seq = source.atInstant > 1 ? `,"seq":${source.written}` : "";
      source.written += 1;
      const rest = `${source.heads[eventType]}${source.eventCount}"${seq}${fields}}\n`;
      if (gateway === null) write(`{"ts":"${ts}${rest}`);
      else gateway.pass({ machineId: source.machineId, eventType, atMs: pendingMs, rest }, write);
    }
    for (let index = 0; index < pendingCount; index++) {
      const source = pending[index]?.source;
      if (source === undefined) break;
      source.atInstant = 0;
      source.written = 0;
    }
    pendingCount = 0;
    gateway?.release(pendingMs, write);
  };

  return {
    source: (machineId) => {
      const heads = headsOf(machineId, runTag);
      const source: SourceRecord = { machineId, heads, eventCount: 0, atInstant: 0, written: 0 };
      return {
        emit: (eventType, fields) => {
          const atMs = nowMs();
          if (atMs !== pendingMs) {
            settle();
            pendingMs = atMs;
          }
          source.atInstant += 1;
          const event = pending[pendingCount];
          if (event === undefined) pending.push({ source, eventType, fields });
          else {
            event.source = source;
            event.eventType = eventType;
            event.fields = fields;
          }
          pendingCount += 1;
        },
      };
    },
    length: text.length,
    take: (isLast = false) => {
      settle();
      if (isLast) gateway?.release(Infinity, write);
      const taken = { bytes: text.take(), eventCount };
      eventCount = 0;
      return taken;
    },
  };
}

function headsOf(machineId: string, runTag: string): Record<EventType, string> {
  const head = (eventType: EventType): string =>
    `","machine_id":"${machineId}","event_type":"${eventType}","event_id":"${runTag}-`;
  return {
    state: head("state"),
    count: head("count"),
    counter: head("counter"),
    sample: head("sample"),
    inspection: head("inspection"),
    reason: head("reason"),
    heartbeat: head("heartbeat"),
  };
}

/** The UTC hour of an instant as `2026-01-05T06`. */
export function utcHour(atMs: UtcMs): string {
  return new Date(atMs).toISOString().slice(0, 13);
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => twoDigits(value));
const MILLIS = Array.from({ length: 1000 }, (_, value) => `${String(value).padStart(3, "0")}Z`);

/** Formats as toISOString does, several times as fast, as events come in order of time. */
function createTsFormat(): (atMs: UtcMs) => string {
  let minuteMs: UtcMs = Number.NaN;
  let minute = "";
  return (atMs) => {
    const startMs = Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
    if (startMs !== minuteMs) {
      minuteMs = startMs;
      minute = `${utcHour(startMs)}:${TWO_DIGITS[Math.floor((startMs % HOUR_MS) / MINUTE_MS)] ?? ""}:`;
    }
    const within = atMs - startMs;
    const second = Math.floor(within / SECOND_MS);
    return `${minute}${TWO_DIGITS[second] ?? ""}.${MILLIS[within - second * SECOND_MS] ?? ""}`;
  };
}
