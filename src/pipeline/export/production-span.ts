import { identifier, literal } from "../../engine/database.ts";
import type { Column } from "../../engine/select.ts";

/** Production dates, `YYYY-MM-DD`, both inclusive; undefined is open. */
export interface ProductionSpan {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export interface SpanFilter {
  readonly condition: string;
  /** `day` cuts exactly at the span; weeks and months that the span touches are whole. */
  readonly grain: "day" | "week" | "month";
}

const dateColumns = [
  { name: "production_date", grain: "day" },
  { name: "production_week", grain: "week" },
  { name: "production_month", grain: "month" },
] as const;

/** How to cut a relation to a span; undefined where it has no date to cut at. */
export function spanFilter(columns: readonly Column[], { from, to }: ProductionSpan): SpanFilter | undefined {
  const found = dateColumns.find(({ name }) => columns.some((column) => column.name === name));
  if (found === undefined) return undefined;
  const { name, grain } = found;
  const lower =
    from === undefined ? [] : [`${identifier(name)} >= date_trunc('${grain}', date ${literal(from)})`];
  const upper = to === undefined ? [] : [`${identifier(name)} <= date ${literal(to)}`];
  return { condition: [...lower, ...upper, "true"].join(" and "), grain };
}
