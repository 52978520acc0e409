/** Milliseconds since 1970-01-01T00:00:00Z: the simulation's only time. */
export type UtcMs = number;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Every zone of today changes its offset on a quarter of an hour. */
const OFFSET_SLOT_MS = 15 * MINUTE_MS;

/** Converts between UTC and the wall clock of one site. */
export interface SiteClock {
  /** The offset of the wall clock from UTC at an instant, in milliseconds (east positive). */
  readonly offsetMs: (atMs: UtcMs) => number;
  /** The instant of a local `YYYY-MM-DD` and `HH:MM`: the first of two when the clock goes back, moved on when it is skipped. */
  readonly toUtcMs: (date: string, time: string) => UtcMs;
  /** ISO 8601 local time with offset, to the second, e.g. `2026-01-05T06:00:00+01:00`. */
  readonly toLocalIso: (atMs: UtcMs) => string;
}

/** A clock for an IANA time zone; offsets come from Intl and are kept, as asking is slow. */
export function createSiteClock(timeZone: string): SiteClock {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const known = new Map<number, number>();

  const offsetMs = (atMs: UtcMs): number => {
    const slot = Math.floor(atMs / OFFSET_SLOT_MS);
    const cached = known.get(slot);
    if (cached !== undefined) return cached;
    const name = format.formatToParts(slot * OFFSET_SLOT_MS).find((part) => part.type === "timeZoneName");
    const offset = parseOffset(name?.value ?? "GMT");
    known.set(slot, offset);
    return offset;
  };

  const toUtcMs = (date: string, time: string): UtcMs => {
    const wallMs = Date.parse(`${date}T${time}:00Z`);
    const before = offsetMs(wallMs - DAY_MS);
    const after = offsetMs(wallMs + DAY_MS);
    const first = wallMs - Math.max(before, after);
    const second = wallMs - Math.min(before, after);
    if (first + offsetMs(first) === wallMs) return first;
    return second + offsetMs(second) === wallMs ? second : wallMs - before;
  };

  const toLocalIso = (atMs: UtcMs): string => {
    const offset = offsetMs(atMs);
    const minutes = Math.abs(offset) / MINUTE_MS;
    const sign = offset < 0 ? "-" : "+";
    const wall = new Date(atMs + offset).toISOString().slice(0, 19);
    return `${wall}${sign}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
  };

  return { offsetMs, toUtcMs, toLocalIso };
}

/** The calendar date `days` after `YYYY-MM-DD`. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The day of the week of `YYYY-MM-DD`: 0 Sunday .. 6 Saturday. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

/** `7` as `07`. */
export function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

function parseOffset(name: string): number {
  const match = /^GMT(?:([+-])(\d{2}):(\d{2}))?$/.exec(name);
  if (match === null) throw new RangeError(`unexpected time zone offset ${name}`);
  const [, sign, hours, minutes] = match;
  const size = Number(hours ?? 0) * HOUR_MS + Number(minutes ?? 0) * MINUTE_MS;
  return sign === "-" ? -size : size;
}
