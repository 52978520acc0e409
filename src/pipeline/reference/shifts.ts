import { quote, type Fault } from "./faults.ts";
import { faultAt, valueOf, type Row, type Table } from "./table.ts";
import { localMinutes, minuteOfDay } from "./times.ts";
import { formatWeekdays, parseWeekdays } from "./weekdays.ts";
import type { ZonesOf } from "./zones.ts";

const dayMinutes = 1440;
/** A day since 1970 that was a Monday: 1 January was a Thursday. */
const someMonday = 4;
const weekdayOf = (day: number): number => (((day - someMonday) % 7) + 7) % 7;

/** Times of day in minutes; the end is later than the start, past midnight if need be. */
interface Times {
  readonly start: number;
  readonly end: number;
}

interface Shift extends Times {
  readonly row: Row;
  readonly id: string;
  readonly validFrom: string | null;
  readonly weekdays: readonly number[];
  /** In each of its calendar's zones: the days since 1970 on which it starts, the last exclusive. */
  readonly dayRanges: readonly { readonly first: number; readonly last: number }[];
}

function timesOf(row: Row): Times {
  const start = minuteOfDay(valueOf(row, "starts_at") ?? "");
  const end = minuteOfDay(valueOf(row, "ends_at") ?? "");
  return { start, end: end > start ? end : end + dayMinutes };
}

function shiftOf(row: Row, zones: readonly string[]): Shift {
  const times = timesOf(row);
  const [from, to] = [valueOf(row, "valid_from"), valueOf(row, "valid_to")];
  const firstDay = (bound: string, zone: string) =>
    Math.ceil((localMinutes(bound, zone) - times.start) / dayMinutes);
  return {
    ...times,
    row,
    id: valueOf(row, "shift_id") ?? "",
    validFrom: from,
    weekdays: parseWeekdays(valueOf(row, "weekdays") ?? "") ?? [],
    dayRanges: zones.map((zone) => ({
      first: from === null ? -Infinity : firstDay(from, zone),
      last: to === null ? Infinity : firstDay(to, zone),
    })),
  };
}

/** A weekday on which `left` starts while `right` starts `dayStep` days later; undefined when there is none. */
function commonWeekday(left: Shift, right: Shift, dayStep: number): number | undefined {
  for (const [index, range] of left.dayRanges.entries()) {
    const other = right.dayRanges[index] ?? range;
    const first = Math.max(range.first, other.first - dayStep);
    const last = Math.min(range.last, other.last - dayStep);
    const begin = Number.isFinite(first) ? first : Number.isFinite(last) ? last - 7 : someMonday;
    const days = Array.from({ length: Math.max(0, Math.min(7, last - begin)) }, (_, step) =>
      weekdayOf(begin + step),
    );
    const found = days.find(
      (day) => left.weekdays.includes(day) && right.weekdays.includes((day + dayStep + 7) % 7),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The weekday on which `left` starts when the two meet: at the same time, or as the same shift twice on a day. */
function meetingDay(left: Shift, right: Shift): number | undefined {
  for (const dayStep of [-1, 0, 1]) {
    const shift = dayStep * dayMinutes;
    const isTwice = dayStep === 0 && left.id === right.id;
    if (!isTwice && (left.start >= right.end + shift || right.start + shift >= left.end)) continue;
    const day = commonWeekday(left, right, dayStep);
    if (day !== undefined) return day;
  }
  return undefined;
}

/** Shifts of one calendar that share time, across midnight and Sunday night too, or that occur twice on a day. */
export function checkShiftOverlaps(table: Table, zonesOf: ZonesOf): readonly Fault[] {
  if (!table.isComplete) return [];
  const calendars = new Map<string, Shift[]>();
  return table.rows.flatMap((row) => {
    if (!row.isSound) return [];
    const calendar = valueOf(row, "calendar_id") ?? "";
    const others = calendars.get(calendar) ?? [];
    calendars.set(calendar, others);
    const shift = shiftOf(row, zonesOf(table.spec.name, row));
    const isSameKey = (other: Shift) => other.id === shift.id && other.validFrom === shift.validFrom;
    const clash = others
      .filter((other) => !isSameKey(other))
      .map((other) => ({ other, day: meetingDay(shift, other) }))
      .find(({ day }) => day !== undefined);
    others.push(shift);
    if (clash?.day === undefined) return [];
    const { other, day } = clash;
    const names = `shift ${quote(shift.id)} of ${formatWeekdays([day])} overlaps ${quote(other.id)} of line ${other.row.record.line}`;
    return [faultAt(table, row, "starts_at", `${names} in calendar ${quote(calendar)}`)];
  });
}

const keyOf = (row: Row): string => JSON.stringify([valueOf(row, "calendar_id"), valueOf(row, "shift_id")]);

/** Breaks that lie in no version of their shift, or that have no length. */
export function checkBreaks(breaks: Table, shifts: Table): readonly Fault[] {
  if (!shifts.isComplete) return [];
  const versions = new Map<string, Row[]>();
  for (const row of shifts.rows) versions.set(keyOf(row), [...(versions.get(keyOf(row)) ?? []), row]);
  return breaks.rows.flatMap((row) => {
    if (!row.isSound) return [];
    if (valueOf(row, "starts_at") === valueOf(row, "ends_at")) {
      return [faultAt(breaks, row, "ends_at", "expected another time than starts_at")];
    }
    const pause = timesOf(row);
    const candidates = versions.get(keyOf(row)) ?? [];
    if (candidates.some((shift) => !shift.isSound)) return [];
    const isInside = candidates.map(timesOf).some((shift) => {
      const wait = (pause.start - shift.start + dayMinutes) % dayMinutes;
      return wait + (pause.end - pause.start) <= shift.end - shift.start;
    });
    const [first] = candidates;
    if (first === undefined || isInside) return [];
    const times = `${valueOf(first, "starts_at")} to ${valueOf(first, "ends_at")}`;
    return [
      faultAt(breaks, row, "starts_at", `outside its shift, ${times} (${shifts.file}:${first.record.line})`),
    ];
  });
}
