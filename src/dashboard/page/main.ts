import { formatRoute, parseRoute, type Route, type ScreenId } from "../shared/route.ts";
import { screenRequests } from "../shared/requests.ts";
import type { ApiError, WarehouseState } from "../shared/answer.ts";
import { placeOf, type Plant, type Screen } from "./context.ts";
import { h } from "./dom.ts";
import { onKey, showHelp } from "./keys.ts";
import { disposeCharts, redrawCharts } from "./parts/chart.ts";
import { hideTips } from "./parts/tip.ts";
import { loadPlant } from "./plant.ts";
import { readEmbedded } from "./embedded.ts";
import { filterBar, header, screenNames, tabs, type ShellActions } from "./shell.ts";
import { ask, AskError, onNews, useReport, warehouseState } from "./store.ts";
import { applyTheme, isDark, showTheme, toggleTheme } from "./theme.ts";
import { bridge } from "./screens/bridge.ts";
import { data } from "./screens/data.ts";
import { energy } from "./screens/energy.ts";
import { losses } from "./screens/losses.ts";
import { overview } from "./screens/overview.ts";
import { quality } from "./screens/quality.ts";
import { reliability } from "./screens/reliability.ts";
import { shift } from "./screens/shift.ts";
import { sql } from "./screens/sql.ts";
import { timeline } from "./screens/timeline.ts";
import { trend } from "./screens/trend.ts";
import { waterfall } from "./screens/waterfall.ts";

const screens: Readonly<Record<ScreenId, Screen>> = {
  overview,
  waterfall,
  losses,
  timeline,
  shift,
  trend,
  bridge,
  quality,
  reliability,
  energy,
  data,
  sql,
};

const root = h("div", { id: "page" });
let plant: Plant | undefined;
let reportTitle: string | undefined;
let isConnected = true;
/** Counts drawings, so that an answer that comes late does not overwrite a newer screen. */
let drawing = 0;

applyTheme();
void start();

async function start(): Promise<void> {
  const embedded = await readEmbedded();
  document.body.replaceChildren(root);
  if (embedded !== undefined) {
    useReport(embedded);
    reportTitle = embedded.title;
  }
  addEventListener("hashchange", () => void draw());
  addEventListener("keydown", (event) => {
    const route = plant === undefined ? undefined : parseRoute(location.hash, plant.span);
    const place = plant === undefined || route === undefined ? undefined : placeOf(plant, route);
    if (plant !== undefined && route !== undefined && place !== undefined)
      onKey(event, route, plant, place, actions(route, plant));
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    applyTheme();
    redrawCharts();
  });
  printInLight();
  await show(await warehouseState().catch(brokenState));
  let shown: string | null | undefined;
  onNews(
    (state) => {
      const mark = JSON.stringify(state);
      if (shown !== undefined && mark !== shown) void show(state);
      shown = mark;
    },
    (isThere) => {
      isConnected = isThere;
      showConnection();
    },
  );
}

function brokenState(failure: unknown): WarehouseState {
  return { state: "broken", snapshot: null, problem: problemOf(failure) };
}

/** Draws what a state of the warehouse allows. */
async function show(state: WarehouseState): Promise<void> {
  if (state.state !== "ready") {
    plant = undefined;
    disposeCharts();
    drawing += 1;
    root.replaceChildren(problemPage(state.problem, state.state === "empty"));
    return;
  }
  try {
    plant = await loadPlant(reportTitle !== undefined);
    if (plant === undefined) {
      root.replaceChildren(
        problemPage(
          {
            error: "no machine has been heard of yet",
            code: "NO_MACHINE",
            hint: "put telemetry into landing/ and run: indkpi run",
          },
          true,
        ),
      );
      return;
    }
    await draw(state.problem);
  } catch (failure) {
    root.replaceChildren(problemPage(problemOf(failure), false));
  }
}

function actions(route: Route, known: Plant): ShellActions {
  return {
    go: (change) => {
      location.hash = formatRoute({ ...route, ...change }, known.span);
    },
    toggleTheme: () => {
      toggleTheme();
      redrawCharts();
    },
    help: showHelp,
  };
}

async function draw(problem: ApiError | null = null): Promise<void> {
  if (plant === undefined) return;
  const known = plant;
  const route = parseRoute(location.hash, known.span);
  const place = placeOf(known, route);
  const here = (drawing += 1);
  const address = location.hash;
  const ways = actions(route, known);
  const body = await screenBody(route, known, ways);
  if (here !== drawing) return;
  const focused = document.activeElement?.getAttribute("aria-label");
  hideTips();
  const crumbs = place ?? known.places[0];
  root.replaceChildren(
    h("a", { class: "skip", href: "#main", onclick: skip }, "To the figures"),
    ...(crumbs === undefined ? [] : [header(known, crumbs, reportTitle, ways)]),
    tabs(route, (change) => formatRoute({ ...route, ...change }, known.span)),
    filterBar(route, known, ways, reportTitle !== undefined) ?? "",
    problem === null ? "" : notice(problem),
    h("main", { id: "main", tabindex: -1, "data-screen": route.screen, "data-address": address }, body),
  );
  document.title = `${screenNames[route.screen]} · ${place?.name ?? ""} · IndKPIs`;
  showConnection();
  if (focused !== null && focused !== undefined) {
    const again = [...root.querySelectorAll<HTMLElement>("[aria-label]")].find(
      (each) => each.getAttribute("aria-label") === focused,
    );
    again?.focus({ preventScroll: true });
  }
}

function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

async function screenBody(route: Route, known: Plant, ways: ShellActions): Promise<Node> {
  const place = placeOf(known, route);
  if (place === undefined) {
    return problemPage(
      {
        error: `there is no ${route.scope} ${route.scopeId}`,
        code: "UNKNOWN_PLACE",
        hint: "go up with the path above",
      },
      false,
    );
  }
  try {
    const requests = screenRequests(route);
    const found = await Promise.all(requests.map(ask));
    const answers = new Map(requests.map(({ name }, index) => [name, found[index]]));
    disposeCharts();
    return await screens[route.screen]({
      route,
      plant: known,
      place,
      isReport: reportTitle !== undefined,
      answers: (name) => {
        const answer = answers.get(name);
        if (answer === undefined) throw new Error(`${name} was not asked`);
        return answer;
      },
      ask,
      go: ways.go,
    });
  } catch (failure) {
    return problemPage(problemOf(failure), false);
  }
}

function problemOf(failure: unknown): ApiError {
  if (failure instanceof AskError) return failure.problem;
  const error = failure instanceof Error ? failure.message : String(failure);
  return { error: `the page failed: ${error}`, code: "PAGE_FAILED", hint: "load it again" };
}

/** An empty warehouse and a broken one must not look alike. */
function problemPage({ error, code, hint }: ApiError, isEmpty: boolean): HTMLElement {
  return h(
    "div",
    { class: isEmpty ? "problem empty" : "problem", role: isEmpty ? "status" : "alert", "data-code": code },
    h("h1", {}, isEmpty ? "Nothing to show yet" : "This cannot be shown"),
    h("pre", {}, error),
    hint === null ? null : h("p", {}, hint),
  );
}

function notice({ error, hint }: ApiError): HTMLElement {
  return h(
    "div",
    { class: "notice", role: "alert" },
    "The newest state of the warehouse cannot be read; this is the one before. ",
    error,
    hint === null ? "" : ` (${hint})`,
  );
}

function showConnection(): void {
  const mark = document.getElementById("live");
  if (mark === null) return;
  mark.className = `live ${reportTitle !== undefined ? "off" : isConnected ? "on" : "lost"}`;
  mark.textContent = reportTitle !== undefined ? "report" : isConnected ? "live" : "no connection";
}

/** Paper is white. */
function printInLight(): void {
  let wasDark = false;
  addEventListener("beforeprint", () => {
    wasDark = isDark();
    showTheme("light");
    redrawCharts();
  });
  addEventListener("afterprint", () => {
    if (wasDark) showTheme("dark");
    redrawCharts();
  });
}
