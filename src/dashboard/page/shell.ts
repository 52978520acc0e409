import { addDays, daysIn, lastDays, screenIds, type Route, type ScreenId } from "../shared/route.ts";
import type { Place, Plant } from "./context.ts";
import { h } from "./dom.ts";
import { dateClock, longDate } from "./format.ts";
import { pathTo } from "./plant.ts";

export const screenNames: Readonly<Record<ScreenId, string>> = {
  overview: "Overview",
  waterfall: "Waterfall",
  losses: "Losses",
  timeline: "Timeline",
  shift: "Shift",
  trend: "Trend",
  bridge: "Why?",
  quality: "Quality",
  reliability: "Reliability",
  energy: "Energy",
  data: "Data",
  sql: "SQL",
};

const unfiltered: readonly ScreenId[] = ["sql"];
/** Stops, failures and energy know no product. */
const byProduct: readonly ScreenId[] = ["overview", "waterfall", "shift", "trend", "bridge", "quality"];
/** The board has its own choice of shift. */
const notByShift: readonly ScreenId[] = ["shift"];

export interface ShellActions {
  readonly go: (change: Partial<Route>) => void;
  readonly toggleTheme: () => void;
  readonly help: () => void;
}

/** The head of the page: where one is, and the ways from here. */
export function header(
  plant: Plant,
  place: Place,
  title: string | undefined,
  actions: ShellActions,
): HTMLElement {
  const path = pathTo(plant, place);
  const crumbs = path.map((each, index) =>
    h(
      "li",
      {},
      index === path.length - 1
        ? h("span", { "aria-current": "page" }, each.name)
        : h(
            "button",
            { type: "button", class: "link", onclick: () => actions.go(placeChange(each)) },
            each.name,
          ),
    ),
  );
  return h(
    "header",
    { class: "top" },
    h("div", { class: "brand" }, h("span", { class: "logo", "aria-hidden": "true" }), title ?? "IndKPIs"),
    h(
      "nav",
      { class: "crumbs", "aria-label": "Place" },
      h("ol", {}, crumbs),
      siblings(plant, place, actions),
    ),
    h(
      "div",
      { class: "top-end" },
      h(
        "span",
        {
          class: "fresh-mark",
          title: `Figures end ${dateClock(place.horizonMs, place.zone)} (${place.zone})`,
        },
        `up to ${dateClock(place.horizonMs, place.zone)}`,
      ),
      h("span", { class: "live", id: "live", role: "status" }),
      h(
        "button",
        { type: "button", class: "quiet", "aria-label": "Light or dark (d)", onclick: actions.toggleTheme },
        "◐",
      ),
      h("button", { type: "button", class: "quiet", "aria-label": "Keys (?)", onclick: actions.help }, "?"),
    ),
  );
}

function placeChange({ scope, scopeId }: Place): Partial<Route> {
  return { scope, scopeId, bucket: "", reason: "" };
}

const key = ({ scope, scopeId }: Place): string => `${scope} ${scopeId}`;

/** The places below this one, or beside it where there are none. */
function siblings(plant: Plant, place: Place, { go }: ShellActions): HTMLElement | null {
  const isBelow = ({ parentScope, parentId }: Place) =>
    parentScope === place.scope && parentId === place.scopeId;
  const isBeside = ({ parentScope, parentId }: Place) =>
    parentScope === place.parentScope && parentId === place.parentId;
  const below = plant.places.filter(isBelow);
  const shown = below.length > 0 ? below : plant.places.filter(isBeside);
  if (shown.length === 0) return null;
  const select = h(
    "select",
    { "aria-label": "Go to" },
    h("option", { value: "", selected: below.length > 0 }, "go to ..."),
    shown.map((each) =>
      h(
        "option",
        { value: key(each), selected: each === place },
        each.name === each.scopeId ? each.scopeId : `${each.scopeId} · ${each.name}`,
      ),
    ),
  );
  select.addEventListener("change", () => {
    const chosen = shown.find((each) => key(each) === select.value);
    if (chosen !== undefined) go(placeChange(chosen));
  });
  return select;
}

/** The screens. */
export function tabs(route: Route, address: (change: Partial<Route>) => string): HTMLElement {
  return h(
    "nav",
    { class: "tabs", "aria-label": "Screens" },
    screenIds.map((screen) =>
      h(
        "a",
        {
          href: address({ screen, bucket: "", reason: "" }),
          "aria-current": screen === route.screen ? "page" : undefined,
        },
        screenNames[screen],
      ),
    ),
  );
}

/** The dates, shift and product. */
export function filterBar(
  route: Route,
  plant: Plant,
  { go }: ShellActions,
  isReport: boolean,
): HTMLElement | null {
  if (unfiltered.includes(route.screen)) return null;
  // A report holds the figures of its own dates alone.
  if (isReport) return h("div", { class: "filters" }, `${longDate(route.from)} – ${longDate(route.to)}`);
  const { span } = plant;
  const ranges: readonly (readonly [name: string, days: number])[] = [
    ["Last day", 1],
    ["7 days", 7],
    ["30 days", 30],
    ["All", daysIn(span.first, span.last)],
  ];
  const isShown = (days: number): boolean => {
    const range = lastDays(span, days);
    return range.from === route.from && range.to === route.to;
  };
  const date = (name: string, value: string, pick: (date: string) => Partial<Route>) => {
    const input = h("input", { type: "date", value, min: span.first, max: span.last, "aria-label": name });
    input.addEventListener("change", () => {
      if (input.value !== "") go(rangeChange(pick(input.value)));
    });
    return input;
  };
  return h(
    "div",
    { class: "filters", role: "group", "aria-label": "What is shown" },
    h(
      "div",
      { class: "choice", role: "group", "aria-label": "Range" },
      ranges.map(([name, days], index) =>
        h(
          "button",
          {
            type: "button",
            "aria-pressed": String(isShown(days) && ranges.findIndex(([, each]) => isShown(each)) === index),
            onclick: () => go(rangeChange(lastDays(span, days))),
          },
          name,
        ),
      ),
    ),
    h(
      "button",
      { type: "button", class: "quiet", "aria-label": "Earlier ([)", onclick: () => go(shifted(route, -1)) },
      "‹",
    ),
    date("From", route.from, (from) => ({ from, to: route.to < from ? from : route.to })),
    h("span", { "aria-hidden": "true" }, "–"),
    date("To", route.to, (to) => ({ to, from: route.from > to ? to : route.from })),
    h(
      "button",
      { type: "button", class: "quiet", "aria-label": "Later (])", onclick: () => go(shifted(route, 1)) },
      "›",
    ),
    filter(
      "Shift",
      "all shifts",
      plant.shifts.map(([id, times]) => [id, id === "24h" ? "24 h" : `${id} ${times}`]),
      route.shift,
      (shift) => go({ shift }),
      !notByShift.includes(route.screen),
    ),
    filter(
      "Product",
      "all products",
      plant.products,
      route.product,
      (product) => go({ product }),
      byProduct.includes(route.screen),
    ),
  );
}

/** A change of range lets go of dates that were chosen within the old one. */
function rangeChange(range: Partial<Route>): Partial<Route> {
  return { ...range, day: "", board: "", beforeFrom: "", beforeTo: "" };
}

/** The range, as many days earlier or later as it is long. */
export function shifted({ from, to }: Route, direction: 1 | -1): Partial<Route> {
  const days = daysIn(from, to) * direction;
  return rangeChange({ from: addDays(from, days), to: addDays(to, days) });
}

function filter(
  name: string,
  all: string,
  options: readonly (readonly [id: string, name: string])[],
  value: string,
  pick: (value: string) => void,
  isUsed: boolean,
): HTMLElement | null {
  if (options.length === 0) return null;
  const element = h(
    "select",
    {
      "aria-label": name,
      disabled: !isUsed,
      title: isUsed ? undefined : `these figures are not split by ${name.toLowerCase()}`,
    },
    h("option", { value: "" }, all),
    options.map(([id, text]) => h("option", { value: id, selected: id === value }, text)),
  );
  element.addEventListener("change", () => pick(element.value));
  return element;
}
