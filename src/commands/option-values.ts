import { UsageError } from "../lib/errors.ts";

/** A whole number within bounds, both inclusive. Throws UsageError, naming the option. */
export function wholeNumber(
  name: string,
  value: number,
  { min, max = Number.MAX_SAFE_INTEGER }: { min: number; max?: number },
): number {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  const bounds = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  throw new UsageError(`--${name} takes a whole number ${bounds}`, `as in --${name} ${Math.max(min, 1)}`);
}

/** A day of the calendar as `YYYY-MM-DD`. Throws UsageError, naming the option. */
export function isoDate(name: string, value: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(value)) return value;
  throw new UsageError(`--${name} takes a date, not ${JSON.stringify(value)}`, `as in --${name} 2026-01-05`);
}

/** The two ends of a span of days, both inclusive and both optional. */
export function dateSpan(from: string | undefined, to: string | undefined): DateSpan {
  const span = {
    from: from === undefined ? undefined : isoDate("from", from),
    to: to === undefined ? undefined : isoDate("to", to),
  };
  if (span.from !== undefined && span.to !== undefined && span.from > span.to) {
    throw new UsageError(`--from ${span.from} is after --to ${span.to}`, "exchange them");
  }
  return span;
}

/** Production dates, `YYYY-MM-DD`, both inclusive; undefined is open. */
export interface DateSpan {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** A span of production dates, both inclusive, whole or one shift of it. */
export interface ProductionPeriod {
  readonly first: string;
  readonly last: string;
  readonly shift: string | undefined;
}

/** `2026-01-05`, `2026-01-05..2026-01-11`, and either with `/early` behind. Throws UsageError, naming the option. */
export function productionSpan(name: string, text: string): ProductionPeriod {
  const slash = text.indexOf("/");
  const dates = slash === -1 ? text : text.slice(0, slash);
  const [first = "", last = first, ...rest] = dates.split("..");
  if (rest.length > 0 || (slash !== -1 && slash === text.length - 1)) {
    throw new UsageError(
      `--${name} takes a date, a span or a shift, not ${JSON.stringify(text)}`,
      `as in --${name} 2026-01-05, 2026-01-05..2026-01-11 or 2026-01-05/early`,
    );
  }
  const period = {
    first: isoDate(name, first),
    last: isoDate(name, last),
    shift: slash === -1 ? undefined : text.slice(slash + 1),
  };
  if (period.first > period.last) {
    throw new UsageError(`--${name}: ${first} is after ${last}`, "exchange them");
  }
  return period;
}
