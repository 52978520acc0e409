import type { Parameters } from "./answer.ts";
import { addDays, daysIn, suitableGrain, type Route, type ScreenId } from "./route.ts";

/** One question that a screen asks. */
export interface Request {
  readonly name: string;
  readonly parameters: Parameters;
}

/** What every screen needs to know of the plant. */
export const baseRequests: readonly Request[] = [
  { name: "places", parameters: {} },
  { name: "filters", parameters: {} },
  { name: "reason_names", parameters: {} },
];

export const stopLimit = "200";
export const failureLimit = "200";

type Range = Pick<Route, "from" | "to">;

function asked(route: Route, { from, to }: Range = route, shift = route.shift): Parameters {
  const { scope, scopeId, product } = route;
  return { scope, scope_id: scopeId, from_date: from, to_date: to, shift, product };
}

/** For facts that know no product. */
function unsplit(route: Route, range: Range = route, shift = route.shift): Parameters {
  const { product: _product, ...parameters } = asked(route, range, shift);
  return parameters;
}

function place({ scope, scopeId }: Route): Parameters {
  return { scope, scope_id: scopeId };
}

/** The date of the timeline and the shift board. */
export function shownDay({ day, to }: Route): string {
  return day === "" ? to : day;
}

/** The span that a bridge starts from. */
export function beforeSpan({ from, to, beforeFrom, beforeTo }: Route): Range {
  if (beforeFrom !== "" && beforeTo !== "") return { from: beforeFrom, to: beforeTo };
  const days = daysIn(from, to);
  return { from: addDays(from, -days), to: addDays(from, -1) };
}

/** The list of stops behind a bar of the Pareto. */
function stopsRequest(route: Route, range: Range = route, shift = route.shift): Request {
  const { bucket, reason } = route;
  return { name: "stops", parameters: { ...unsplit(route, range, shift), bucket, reason, limit: stopLimit } };
}

const byScreen: Readonly<Record<ScreenId, (route: Route) => readonly Request[]>> = {
  overview: (route) => [
    { name: "tiles", parameters: asked(route) },
    { name: "units", parameters: asked(route) },
    { name: "sparks", parameters: { ...asked(route), grain: sparkGrain(route) } },
    { name: "losses", parameters: asked(route) },
    { name: "trend", parameters: { ...asked(route), grain: route.grain } },
  ],
  waterfall: (route) => [
    { name: "waterfall", parameters: asked(route) },
    { name: "reasons", parameters: unsplit(route) },
  ],
  losses: (route) => [
    { name: "pareto", parameters: { ...unsplit(route), measure: route.measure } },
    stopsRequest(route),
  ],
  timeline: (route) => {
    const day = shownDay(route);
    const range = { from: day, to: day };
    return [
      { name: "timeline", parameters: unsplit(route, range) },
      { name: "pulse", parameters: unsplit(route, range) },
    ];
  },
  shift: (route) => [{ name: "shifts", parameters: asked(route, route, "") }],
  trend: (route) => [
    { name: "trend", parameters: { ...asked(route), grain: route.grain } },
    { name: "heatmap", parameters: asked(route) },
  ],
  bridge: (route) => {
    const before = beforeSpan(route);
    return [
      { name: "bridge", parameters: { ...asked(route), before_from: before.from, before_to: before.to } },
    ];
  },
  quality: (route) => {
    const { shift: _shift, ...unshifted } = asked(route);
    return [
      { name: "rejects", parameters: asked(route) },
      { name: "yields", parameters: unshifted },
      { name: "capability", parameters: { ...place(route), product: route.product } },
      { name: "trend", parameters: { ...asked(route), grain: route.grain } },
    ];
  },
  reliability: (route) => {
    const { shift: _shift, ...range } = unsplit(route);
    return [
      { name: "reliability", parameters: place(route) },
      { name: "failures", parameters: { ...unsplit(route), limit: failureLimit } },
      { name: "degradation", parameters: range },
    ];
  },
  energy: (route) => [
    { name: "energy", parameters: unsplit(route) },
    { name: "energy_machines", parameters: unsplit(route) },
    { name: "trend", parameters: { ...asked({ ...route, product: "" }), grain: route.grain } },
  ],
  data: (route) => {
    const { shift: _shift, ...range } = unsplit(route);
    return [
      { name: "coverage", parameters: unsplit(route) },
      { name: "coverage_days", parameters: range },
      { name: "standards", parameters: place(route) },
      { name: "arrival", parameters: {} },
      { name: "restatements", parameters: {} },
    ];
  },
  sql: () => [],
};

/** What a screen asks first. */
export function screenRequests(route: Route): readonly Request[] {
  return byScreen[route.screen](route);
}

/** What the board of one shift asks, once it is known which shift it is. */
export function boardRequests(route: Route, day: string, shift: string): readonly Request[] {
  const range = { from: day, to: day };
  return [
    { name: "tiles", parameters: asked(route, range, shift) },
    { name: "shift_hours", parameters: asked(route, range, shift) },
    { name: "losses", parameters: asked(route, range, shift) },
    stopsRequest({ ...route, bucket: "", reason: "" }, range, shift),
    { name: "coverage", parameters: unsplit(route, range, shift) },
  ];
}

function sparkGrain({ from, to }: Route): string {
  const grain = suitableGrain(from, to);
  return grain === "hour" ? "shift" : grain;
}
