import { quote, type Fault } from "./faults.ts";
import { faultAt, valueOf, type Row, type Table } from "./table.ts";
import { epochMicros } from "./times.ts";
import type { ZonesOf } from "./zones.ts";

interface Span {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

function spanOf(row: Row, [from, to]: readonly [string, string], zone: string): Span {
  const [start, end] = [valueOf(row, from), valueOf(row, to)];
  return {
    start: start === null ? -Infinity : epochMicros(start, zone),
    end: end === null ? Infinity : epochMicros(end, zone),
  };
}

/** Rows that end before, or when, they begin. */
export function checkSpans(table: Table, zonesOf: ZonesOf): readonly Fault[] {
  const { spec } = table;
  const { span } = spec;
  if (span === undefined) return [];
  const [from, to] = span;
  return table.rows.flatMap((row) => {
    const start = valueOf(row, from);
    if (!row.isAligned || start === null || valueOf(row, to) === null) return [];
    const isInOrder = zonesOf(spec.name, row).every((zone) => {
      const { start: first, end } = spanOf(row, span, zone);
      return end > first;
    });
    return isInOrder ? [] : [faultAt(table, row, to, `expected later than ${from} ${quote(start)}`)];
  });
}

const overlap = (left: Span, right: Span): boolean =>
  left.start < right.end && right.start < left.end && left.start < left.end && right.start < right.end;

/** Rows of one table that say the same of the same thing at the same time: only one can be true. */
export function checkOverlaps(table: Table, subject: readonly string[], zonesOf: ZonesOf): readonly Fault[] {
  const { spec } = table;
  const { span } = spec;
  if (span === undefined || !table.isComplete) return [];
  const groups = new Map<string, { readonly row: Row; readonly span: Span }[]>();
  return table.rows.flatMap((row) => {
    if (!row.isSound) return [];
    const values = subject.map((column) => valueOf(row, column));
    const group = groups.get(JSON.stringify(values)) ?? [];
    groups.set(JSON.stringify(values), group);
    const own = { row, span: spanOf(row, span, zonesOf(spec.name, row)[0] ?? "UTC") };
    const earlier = group.find((other) => overlap(other.span, own.span));
    group.push(own);
    if (earlier === undefined) return [];
    const names = subject.map((column, index) => {
      const value = values[index] ?? null;
      return value === null ? `any ${column}` : `${column} ${quote(value)}`;
    });
    const column = table.layout.fields.has(span[0]) ? span[0] : (subject[0] ?? "");
    const message = `line ${earlier.row.record.line} already holds then for ${names.join(", ")}; valid_to is exclusive`;
    return [faultAt(table, row, column, message)];
  });
}
