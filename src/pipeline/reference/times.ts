const minuteMs = 60_000;
const microsPerMs = 1000;

/** Formatters are costly to make and hold nothing but their zone. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  formatters.set(zone, formatter);
  return formatter;
}

/** How far a zone's clock is ahead of UTC at an instant, from text such as `GMT+05:30`. */
function offsetMs(epochMs: number, zone: string): number {
  const parts = formatterOf(zone).formatToParts(epochMs);
  const text = parts.find((part) => part.type === "timeZoneName")?.value ?? "";
  const [, sign, hours = 0, minutes = 0, seconds = 0] = /([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text) ?? [];
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === "-" ? -ms : ms;
}

const isDate = (text: string): boolean => text.length === "2026-01-05".length;

function epochMsOf(bound: string, zone: string): number {
  const ms = Date.parse(bound);
  if (!isDate(bound)) return ms;
  const guess = ms - offsetMs(ms, zone);
  return ms - offsetMs(guess, zone);
}

/** A checked date (midnight in `zone`) or timestamp as microseconds since 1970. */
export function epochMicros(bound: string, zone: string): number {
  const [, digits = ""] = /\.\d{3}(\d{1,3})/.exec(bound) ?? [];
  return epochMsOf(bound, zone) * microsPerMs + Number(digits.padEnd(3, "0"));
}

/** A checked date or timestamp as minutes since 1970 on the clock of `zone`. */
export function localMinutes(bound: string, zone: string): number {
  const ms = Date.parse(bound);
  return (isDate(bound) ? ms : ms + offsetMs(ms, zone)) / minuteMs;
}

/** Minutes since midnight of a checked `HH:MM`. */
export function minuteOfDay(text: string): number {
  const [hours, minutes] = text.split(":");
  return Number(hours) * 60 + Number(minutes);
}
