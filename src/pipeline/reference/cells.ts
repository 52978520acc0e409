import { z } from "zod";

import { didYouMean } from "./nearest.ts";
import { formatWeekdays, parseWeekdays } from "./weekdays.ts";

/** What one kind of cell may hold. */
interface CellRule {
  /** The end of the sentence "expected ...". */
  readonly expected: string;
  /** The text as the pipeline reads it; undefined when it is not allowed. */
  readonly normalise: (text: string) => string | undefined;
  readonly suggest?: (text: string) => string;
}

export type CellResult =
  | { readonly isValid: true; readonly value: string }
  | { readonly isValid: false; readonly message: string };

/** About 31 years in seconds: above it milliseconds and microseconds would no longer fit the ledger's integers. */
const maxSeconds = 1_000_000_000;
const maxWhole = 2_147_483_647;

const decimal = z
  .string()
  .regex(/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i)
  .transform(Number)
  .pipe(z.number());
const seconds = decimal.pipe(z.number().max(maxSeconds));
const whole = z.string().regex(/^\d+$/).transform(Number).pipe(z.number().max(maxWhole));
const clockTime = z.iso.time({ precision: -1 });
const timestamp = z.iso.datetime({ offset: true });
const zoneName = /^(UTC|[A-Z][\w+-]*(\/[A-Z][\w+-]*)+)$/;

const when = (schema: z.ZodType) => (text: string) => (schema.safeParse(text).success ? text : undefined);

const oneOf = (...allowed: readonly string[]): CellRule => ({
  expected: `one of ${allowed.join(", ")}`,
  normalise: (text) => (allowed.includes(text) ? text : undefined),
  suggest: (text) => didYouMean(text, allowed),
});

/** Spells a timestamp out in full, `2026-01-05T06:00:00+01:00`, since DuckDB casts no other form without seconds. */
function normaliseTimestamp(text: string): string | undefined {
  const parts = /^([\d-]{10})[T ](\d\d:\d\d)(:\d\d(?:\.\d{1,9})?)?(?:(Z)|([+-]\d\d):?(\d\d)?)$/.exec(text);
  if (parts === null) return undefined;
  const [, date, minutes, rest = ":00", zulu, hours, offsetMinutes = "00"] = parts;
  const full = `${date}T${minutes}${rest}${zulu ?? `${hours}:${offsetMinutes}`}`;
  return when(timestamp)(full);
}

function isKnownZone(name: string): boolean {
  if (!zoneName.test(name)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}

const timestampExample = "2026-01-05T06:00:00+01:00";

const rules = {
  text: { expected: "text", normalise: (text) => text },
  zone: {
    expected: "an IANA time zone such as Europe/Berlin or UTC",
    normalise: (text) => (isKnownZone(text) ? text : undefined),
    suggest: (text) => didYouMean(text, Intl.supportedValuesOf("timeZone")),
  },
  // The ledger counts whole milliseconds and rates pieces in whole microseconds: less would be none.
  silence: {
    expected: `seconds from 0.001, at most ${maxSeconds}`,
    normalise: when(seconds.pipe(z.number().min(0.001))),
  },
  cycle: {
    expected: `seconds from 0.000001, at most ${maxSeconds}`,
    normalise: when(seconds.pipe(z.number().min(0.000001))),
  },
  secondsFromZero: {
    expected: `seconds from 0, at most ${maxSeconds}`,
    normalise: when(seconds.pipe(z.number().nonnegative())),
  },
  whole: { expected: `a whole number from 0, at most ${maxWhole}`, normalise: when(whole) },
  number: { expected: "a number", normalise: when(decimal) },
  date: { expected: "a date that exists, as YYYY-MM-DD", normalise: when(z.iso.date()) },
  bound: {
    expected: `a date that exists, as YYYY-MM-DD, or a timestamp with Z or an offset, e.g. ${timestampExample}`,
    normalise: (text) => when(z.iso.date())(text) ?? normaliseTimestamp(text),
  },
  timestamp: {
    expected: `an ISO timestamp with Z or an offset, e.g. ${timestampExample}`,
    normalise: normaliseTimestamp,
  },
  startTime: { expected: "a time of day HH:MM from 00:00 to 23:59", normalise: when(clockTime) },
  endTime: {
    expected: "a time of day HH:MM from 00:00 to 24:00",
    normalise: (text) => (text === "24:00" ? "00:00" : when(clockTime)(text)),
  },
  weekdays: {
    expected: "e.g. Mon-Fri or Mon,Wed",
    normalise: (text) => {
      const days = parseWeekdays(text);
      return days === undefined ? undefined : formatWeekdays(days);
    },
  },
  shiftId: {
    expected: "another name, since unscheduled stands for time outside every shift",
    normalise: (text) => (text.toLowerCase() === "unscheduled" ? undefined : text),
  },
  bucket: oneOf("planned_stop", "setup", "breakdown", "starved", "blocked", "minor_stop", "other_stop"),
  scope: oneOf("site", "line", "machine"),
  kpi: {
    expected: "a KPI in lower snake case, e.g. oee or kwh_per_good_unit",
    normalise: when(z.string().regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/)),
  },
} satisfies Record<string, CellRule>;

export type CellKind = keyof typeof rules;

/** Checks one trimmed, non-empty cell: its text as the pipeline reads it, or what was expected instead. */
export function checkCell(kind: CellKind, text: string): CellResult {
  const rule: CellRule = rules[kind];
  const value = rule.normalise(text);
  if (value !== undefined) return { isValid: true, value };
  return { isValid: false, message: `expected ${rule.expected}${rule.suggest?.(text) ?? ""}` };
}
