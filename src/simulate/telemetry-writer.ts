import type { ByteText } from "./byte-text.ts";
import type { EventFields, EventType } from "./event-fields.ts";
import { writeFields } from "./event-fields.ts";
import type { UtcMs } from "./site-clock.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS, twoDigits } from "./site-clock.ts";

/** Where one machine's events come from: numbers them. */
export interface EventSource {
  /** Writes one event at the current instant. */
  readonly emit: (fields: EventFields) => void;
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

/** Collects the lines of some machines in the order in which they are emitted. */
export interface TelemetryWriter {
  readonly source: (machineId: string) => EventSource;
  /**
   * Writes what is still held back of the current instant, and at the end everything; gives the number of lines since the
   * last time. Call it when the instant is over, or its `seq` would start again.
   */
  readonly flush: (isLast?: boolean) => number;
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
  fields: EventFields;
}

/** Where the lines go, how they get there, and what tells the time. */
interface WriterPlace {
  readonly out: ByteText;
  readonly gateway: Gateway | null;
  readonly nowMs: () => UtcMs;
}

/** A writer whose event ids start with the run's tag; `seq` goes only to events of a machine that share an instant. */
export function createTelemetryWriter(runTag: string, { out, gateway, nowMs }: WriterPlace): TelemetryWriter {
  const formatTs = createTsFormat();
  // Filled anew at every instant; the objects are kept, as there are millions of instants.
  const pending: PendingEvent[] = [];
  let pendingCount = 0;
  let pendingMs: UtcMs = Number.NaN;
  let eventCount = 0;

  const writeLine = (line: string): void => {
    out.text(line);
    eventCount += 1;
  };

  const writeEvent = ({ source, fields }: PendingEvent, ts: string): void => {
    const from = out.length();
    if (gateway === null) {
      out.text('{"ts":"');
      out.text(ts);
    }
    source.eventCount += 1;
    out.text(source.heads[fields.eventType]);
    out.integer(source.eventCount);
    out.text('"');
    if (source.atInstant > 1) {
      out.text(',"seq":');
      out.integer(source.written);
    }
    source.written += 1;
    writeFields(out, fields);
    out.text("}\n");
    if (gateway === null) eventCount += 1;
    else {
      const { machineId } = source;
      const line = { machineId, eventType: fields.eventType, atMs: pendingMs, rest: out.cut(from) };
      gateway.pass(line, writeLine);
    }
  };

  const settle = (): void => {
    if (pendingCount === 0) return;
    const ts = formatTs(pendingMs);
    for (let index = 0; index < pendingCount; index++) {
      const event = pending[index];
      if (event === undefined) break;
      writeEvent(event, ts);
    }
    for (let index = 0; index < pendingCount; index++) {
      const source = pending[index]?.source;
      if (source === undefined) break;
      source.atInstant = 0;
      source.written = 0;
    }
    pendingCount = 0;
    gateway?.release(pendingMs, writeLine);
  };

  return {
    source: (machineId) => {
      const heads = headsOf(machineId, runTag);
      const source: SourceRecord = { machineId, heads, eventCount: 0, atInstant: 0, written: 0 };
      return {
        emit: (fields) => {
          const atMs = nowMs();
          if (atMs !== pendingMs) {
            settle();
            pendingMs = atMs;
          }
          source.atInstant += 1;
          const event = pending[pendingCount];
          if (event === undefined) pending.push({ source, fields });
          else {
            event.source = source;
            event.fields = fields;
          }
          pendingCount += 1;
        },
      };
    },
    flush: (isLast = false) => {
      settle();
      if (isLast) gateway?.release(Infinity, writeLine);
      const flushed = eventCount;
      eventCount = 0;
      return flushed;
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
