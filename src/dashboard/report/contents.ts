import type { Answer, Cell } from "../shared/answer.ts";
import { boardRequests, screenRequests, type Request } from "../shared/requests.ts";
import {
  addDays,
  daysIn,
  defaultRoute,
  grains,
  measures,
  screenIds,
  type Route,
  type Scope,
  type Span,
} from "../shared/route.ts";

/** A place of the plant that a report shows. */
export interface ReportPlace {
  readonly scope: Scope;
  readonly scopeId: string;
}

/** Timelines of more days than this would make up most of a report. */
const timelineDays = 7;
/** Hourly figures of more days than this are of no use on a screen. */
const hourlyDays = 14;

/** What a person can come to in a report without choosing other dates, shifts or products. */
export function reportRequests(span: Span, place: ReportPlace): readonly Request[] {
  const base: Route = { ...defaultRoute(span), ...place };
  const days = daysIn(base.from, base.to);
  const requests = screenIds.flatMap((screen) => screenRequests({ ...base, screen }));
  const ofGrains = grains
    .filter((grain) => grain !== "hour" || days <= hourlyDays)
    .flatMap((grain) =>
      (["trend", "quality", "energy"] as const).flatMap((screen) =>
        screenRequests({ ...base, screen, grain }),
      ),
    );
  const ofMeasures = measures.flatMap((measure) => screenRequests({ ...base, screen: "losses", measure }));
  return [...requests, ...ofGrains, ...ofMeasures, ...timelines(base, days)];
}

function timelines(base: Route, days: number): readonly Request[] {
  const isLarge = base.scope === "plant" || base.scope === "site";
  const shown = isLarge ? 1 : Math.min(days, timelineDays);
  return Array.from({ length: shown }, (_, back) => addDays(base.to, -back)).flatMap((day) =>
    screenRequests({ ...base, screen: "timeline", day }),
  );
}

/** The stops behind each bar of the Pareto. */
export function stopRequests(
  span: Span,
  place: ReportPlace,
  pareto: Pick<Answer, "columns" | "rows">,
): readonly Request[] {
  const base: Route = { ...defaultRoute(span), ...place, screen: "losses" };
  const [bucketAt, reasonAt] = [pareto.columns.indexOf("bucket"), pareto.columns.indexOf("reason_code")];
  return pareto.rows.flatMap((row) => {
    const [bucket, reason] = [textOf(row[bucketAt]), textOf(row[reasonAt]) || "-"];
    return screenRequests({ ...base, bucket, reason });
  });
}

/** The board of each shift. */
export function shiftRequests(
  span: Span,
  place: ReportPlace,
  shifts: Pick<Answer, "columns" | "rows">,
): readonly Request[] {
  const base: Route = { ...defaultRoute(span), ...place, screen: "shift" };
  const [dateAt, shiftAt] = [shifts.columns.indexOf("production_date"), shifts.columns.indexOf("shift_id")];
  return shifts.rows.flatMap((row) => boardRequests(base, textOf(row[dateAt]), textOf(row[shiftAt])));
}

function textOf(cell: Cell | undefined): string {
  return typeof cell === "string" ? cell : "";
}
