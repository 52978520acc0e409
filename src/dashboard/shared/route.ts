/** What a screen shows: it stands in the address, so that it can be shared and gone back to. */
export interface Route {
  readonly screen: ScreenId;
  readonly scope: Scope;
  /** Empty for the plant. */
  readonly scopeId: string;
  /** Production dates, both inclusive. */
  readonly from: string;
  readonly to: string;
  /** Empty: all. */
  readonly shift: string;
  readonly product: string;
  readonly grain: Grain;
  readonly measure: Measure;
  /** The bar of the Pareto that is open; empty: none. */
  readonly bucket: string;
  readonly reason: string;
  /** The date of the timeline and the shift board; empty: the last one. */
  readonly day: string;
  /** The shift of the shift board; empty: the last of the day. */
  readonly board: string;
  /** The span that the bridge starts from; empty: as many dates before. */
  readonly beforeFrom: string;
  readonly beforeTo: string;
  /** Show charts as tables. */
  readonly isTable: boolean;
  /** The waterfall as hours of an average week. */
  readonly isWeek: boolean;
}

export const screenIds = [
  "overview",
  "waterfall",
  "losses",
  "timeline",
  "shift",
  "trend",
  "bridge",
  "quality",
  "reliability",
  "energy",
  "data",
  "sql",
] as const;
export type ScreenId = (typeof screenIds)[number];

const scopes = ["plant", "site", "line", "machine"] as const;
export type Scope = (typeof scopes)[number];

export const grains = ["hour", "shift", "day", "week", "month"] as const;
export type Grain = (typeof grains)[number];

export const measures = ["s", "count", "qty", "kwh"] as const;
export type Measure = (typeof measures)[number];

/** The dates that there are figures for. */
export interface Span {
  readonly first: string;
  readonly last: string;
  /** How many of them, up to the last, are shown where nothing else is asked. */
  readonly days: number;
}

/** A week. */
export const usualDays = 7;

/** A date some days later, or earlier. */
export function addDays(date: string, days: number): string {
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) ? date : new Date(time + days * 86_400_000).toISOString().slice(0, 10);
}

/** Days from one date to another, both included. */
export function daysIn(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}

/** A range of dates that ends where the figures end. */
export function lastDays(
  { first, last }: Pick<Span, "first" | "last">,
  days: number,
): Pick<Route, "from" | "to"> {
  const from = addDays(last, 1 - days);
  return { from: from < first ? first : from, to: last };
}

/** The grain that suits a range. */
export function suitableGrain(from: string, to: string): Grain {
  const days = daysIn(from, to);
  if (days <= 1) return "hour";
  if (days <= 10) return "shift";
  if (days <= 92) return "day";
  return days <= 740 ? "week" : "month";
}

export function defaultRoute(span: Span): Route {
  const range = lastDays(span, span.days);
  return {
    screen: "overview",
    scope: "plant",
    scopeId: "",
    ...range,
    shift: "",
    product: "",
    grain: suitableGrain(range.from, range.to),
    measure: "s",
    bucket: "",
    reason: "",
    day: "",
    board: "",
    beforeFrom: "",
    beforeTo: "",
    isTable: false,
    isWeek: false,
  };
}

/** Reads the part of an address after `#`. What it does not say, or says wrongly, is as by default. */
export function parseRoute(hash: string, span: Span): Route {
  const base = defaultRoute(span);
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?");
  const given = new URLSearchParams(query);
  const date = (name: string, fallback: string): string => {
    const value = given.get(name) ?? "";
    return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : fallback;
  };
  const text = (name: string): string => (given.get(name) ?? "").slice(0, 200);
  const scope = oneOf(scopes, given.get("scope"), base.scope);
  const [from, to] = [date("from", base.from), date("to", base.to)];
  return {
    ...base,
    screen: oneOf(screenIds, path, base.screen),
    scope,
    scopeId: scope === "plant" ? "" : text("id"),
    from: from <= to ? from : to,
    to,
    shift: text("shift"),
    product: text("product"),
    grain: oneOf(grains, given.get("grain"), suitableGrain(from, to)),
    measure: oneOf(measures, given.get("measure"), base.measure),
    bucket: /^[a-z_]{0,40}$/.test(text("bucket")) ? text("bucket") : "",
    reason: text("reason"),
    day: date("day", ""),
    board: text("board"),
    beforeFrom: date("before_from", ""),
    beforeTo: date("before_to", ""),
    isTable: given.get("view") === "table",
    isWeek: given.get("hours") === "week",
  };
}

function oneOf<T extends string>(known: readonly T[], given: string | null, fallback: T): T {
  return known.find((each) => each === given) ?? fallback;
}

/** The address of a route; what is as by default is left out. */
export function formatRoute(route: Route, span: Span): string {
  const base = defaultRoute(span);
  const pairs: readonly (readonly [name: string, value: string, usual: string])[] = [
    ["scope", route.scope, base.scope],
    ["id", route.scopeId, base.scopeId],
    ["from", route.from, base.from],
    ["to", route.to, base.to],
    ["shift", route.shift, ""],
    ["product", route.product, ""],
    ["grain", route.grain, suitableGrain(route.from, route.to)],
    ["measure", route.measure, base.measure],
    ["bucket", route.bucket, ""],
    ["reason", route.reason, ""],
    ["day", route.day, ""],
    ["board", route.board, ""],
    ["before_from", route.beforeFrom, ""],
    ["before_to", route.beforeTo, ""],
    ["view", route.isTable ? "table" : "", ""],
    ["hours", route.isWeek ? "week" : "", ""],
  ];
  const said = pairs.filter(([, value, usual]) => value !== usual);
  const query = new URLSearchParams(said.map(([name, value]): [string, string] => [name, value])).toString();
  return `#/${route.screen}${query === "" ? "" : `?${query}`}`;
}
