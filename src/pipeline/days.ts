/** A day of a partition, as in `2026-01-05`; days compare as text. */
export type Day = string;

/** A run of days, both ends included. */
export interface Stretch {
  readonly from: Day;
  readonly to: Day;
}

const dayMs = 86_400_000;

/** A plan asks the same of every table: the answers by count and day. */
const known = new Map<number, Map<Day, Day>>();

export function addDays(day: Day, count: number): Day {
  if (count === 0) return day;
  const shifted = known.get(count) ?? new Map<Day, Day>();
  known.set(count, shifted);
  const answer =
    shifted.get(day) ?? new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
  shifted.set(day, answer);
  return answer;
}

const maxStretchDays = 32;
const maxStretchRows = 3_000_000;

/**
 * How many days to build in one query: many save what a query costs by itself, few keep what it holds small, for history
 * must not decide how much memory a build takes. What comes out is the same.
 */
export function daysAtOnce(rowsPerDay: number): number {
  return Math.max(1, Math.min(maxStretchDays, Math.floor(maxStretchRows / rowsPerDay)));
}

/** Days that follow each other, as few runs of at most `maxDays`. */
export function stretches(days: Iterable<Day>, maxDays: number): Stretch[] {
  const found: { from: Day; to: Day; length: number }[] = [];
  for (const day of [...new Set(days)].toSorted()) {
    const last = found.at(-1);
    if (last !== undefined && last.length < maxDays && addDays(last.to, 1) === day) {
      last.to = day;
      last.length += 1;
    } else {
      found.push({ from: day, to: day, length: 1 });
    }
  }
  return found.map(({ from, to }) => ({ from, to }));
}
