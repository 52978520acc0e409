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
