/** The days of a week in order; a weekday is its index here, Monday 0. */
const weekdayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

const dayIndex = (text: string): number =>
  weekdayNames.findIndex((name) => name.toLowerCase() === text.trim().toLowerCase());

/** The days of one part, `Mon` or `Sat-Mon` (which wraps); undefined when a name is unknown. */
function daysOfPart(part: string): readonly number[] | undefined {
  const ends = part.split("-").map(dayIndex);
  const [first, last = first] = ends;
  if (first === undefined || last === undefined || ends.length > 2 || ends.includes(-1)) return undefined;
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, step) => (first + step) % 7);
}

/**
 * Reads `Mon-Fri`, `Mon,Wed` or `Mon-Wed,Sat` into weekdays in week order, each once; names in any case.
 * Undefined when the text is none of these.
 */
export function parseWeekdays(text: string): readonly number[] | undefined {
  const days = new Set<number>();
  for (const part of text.split(",")) {
    const found = daysOfPart(part);
    if (found === undefined) return undefined;
    for (const day of found) days.add(day);
  }
  return [...days].toSorted((left, right) => left - right);
}

/** Weekdays as the comma list that SQL reads, e.g. `Mon,Tue,Wed`. */
export function formatWeekdays(days: readonly number[]): string {
  return days.map((day) => weekdayNames[day]).join(",");
}
