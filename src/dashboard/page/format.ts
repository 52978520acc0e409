const none = "–";

/** `64.7 %`. */
export function percent(ratio: number | null, digits = 1): string {
  return ratio === null ? none : `${(ratio * 100).toFixed(digits)} %`;
}

/** Signed points of a ratio: `+1.2`. */
export function points(ratio: number | null, digits = 1): string {
  if (ratio === null) return none;
  const rounded = (ratio * 100).toFixed(digits);
  return `${Number(rounded) > 0 ? "+" : ""}${Number(rounded) === 0 ? (0).toFixed(digits) : rounded}`.replace(
    "-",
    "−",
  );
}

/** `12,345`. */
export function count(figure: number | null, digits = 0): string {
  return figure === null
    ? none
    : figure.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** `123.4 h`. */
export function hours(seconds: number | null, digits = 1): string {
  return seconds === null ? none : `${count(seconds / 3600, digits)} h`;
}

/** `2 h 05 min`, `4 min 10 s`, `38 s`. */
export function duration(seconds: number | null): string {
  if (seconds === null) return none;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${pad(whole % 60)} s`;
  const rounded = Math.round(seconds / 60);
  return `${count(Math.floor(rounded / 60))} h ${pad(rounded % 60)} min`;
}

function pad(figure: number): string {
  return String(figure).padStart(2, "0");
}

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `Mon 5 Jan`. */
export function shortDate(date: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return date;
  return `${weekdays[at.getUTCDay()]} ${at.getUTCDate()} ${months[at.getUTCMonth()]}`;
}

/** `5 Jan 2026`. */
export function longDate(date: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return date;
  return `${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}

/** A time of the day where the machine stands: `06:15`, or `06:15:04`. */
export function clock(at: number | null, zone: string, hasSeconds = false): string {
  if (at === null) return none;
  const parts = formatter(zone).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("hour")}:${part("minute")}${hasSeconds ? `:${part("second")}` : ""}`;
}

/** A date and a time where the machine stands: `Mon 5 Jan 06:15`. */
export function dateClock(at: number | null, zone: string): string {
  if (at === null) return none;
  const parts = formatter(zone).formatToParts(at);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return `${shortDate(`${part("year")}-${part("month")}-${part("day")}`)} ${part("hour")}:${part("minute")}`;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  formatters.set(zone, made);
  return made;
}
