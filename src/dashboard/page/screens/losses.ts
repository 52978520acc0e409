import { stopLimit } from "../../shared/requests.ts";
import type { Measure } from "../../shared/route.ts";
import type { Screen, ScreenContext } from "../context.ts";
import { machineName, placeOf, reasonName } from "../context.ts";
import { h } from "../dom.ts";
import { count, dateClock, duration, hours, percent } from "../format.ts";
import { card, choice } from "../parts/card.ts";
import { axis, chart } from "../parts/chart.ts";
import { num, rowsOf, text, time, type Row } from "../rows.ts";
import { label } from "../words.ts";

const measureNames: readonly (readonly [value: Measure, label: string])[] = [
  ["s", "Time"],
  ["count", "Stops"],
  ["qty", "Pieces"],
  ["kwh", "Energy"],
];

/** The reasons by weight, and the stops behind one of them. */
export const losses: Screen = (context) => {
  const { route } = context;
  const answer = context.answers("pareto");
  const all = rowsOf(answer);
  const rows = all.filter((row) => (num(row, "measure") ?? 0) > 0);
  return h(
    "div",
    { class: "screen" },
    card({
      title: "Loss Pareto",
      subtitle: "all machines of the place; the line adds up",
      answer,
      file: `pareto-${route.measure}`,
      isTable: route.isTable,
      actions: [choice("Measure", measureNames, route.measure, (measure) => context.go({ measure }))],
      body: () => pareto(rows, context),
    }),
    stops(context),
  );
};

function measured(measure: Measure, figure: number | null): string {
  switch (measure) {
    case "s":
      return hours(figure);
    case "count":
      return `${count(figure)} stops`;
    case "qty":
      return `${count(figure)} pieces`;
    case "kwh":
      return `${count(figure, 1)} kWh`;
  }
}

const shownBars = 25;

function pareto(rows: readonly Row[], context: ScreenContext): HTMLElement {
  const { route, plant } = context;
  const shown = rows.slice(0, shownBars);
  const name = (row: Row): string => {
    const reason = text(row, "reason_code");
    return reason === "" ? label(text(row, "bucket")) : reasonName(plant, reason);
  };
  const isOpen = (row: Row): boolean =>
    text(row, "bucket") === route.bucket && (text(row, "reason_code") || "-") === route.reason;
  return chart({
    label: `Pareto of ${rows.length} reasons; the largest is ${shown[0] === undefined ? "none" : name(shown[0])}`,
    height: 24,
    steps: shown.length,
    onPick: ({ dataIndex }) => {
      const row = shown[dataIndex];
      if (row === undefined) return;
      context.go(
        isOpen(row)
          ? { bucket: "", reason: "" }
          : { bucket: text(row, "bucket"), reason: text(row, "reason_code") || "-" },
      );
    },
    tip: ({ dataIndex }) => {
      const row = shown[dataIndex];
      if (row === undefined) return undefined;
      return {
        title: `${name(row)} (${label(text(row, "bucket"))})`,
        lines: [
          [
            "share",
            `${measured(route.measure, num(row, "measure"))} of ${measured(route.measure, num(row, "measure_total"))}`,
          ],
          ["of all losses", percent(num(row, "measure_ratio"))],
          ["with all before it", percent(num(row, "cumulative_ratio"))],
          ["time", hours(num(row, "loss_s"), 2)],
          ["stops", count(num(row, "stop_count"))],
          ["longest", duration(num(row, "longest_s"))],
          ["pieces at standard", count(num(row, "lost_qty"))],
          ["energy", `${count(num(row, "energy_kwh"), 1)} kWh`],
          ["machines", count(num(row, "machine_count"))],
        ],
      };
    },
    option: (theme) => ({
      grid: { left: 4, right: 8, top: theme.fontSize * 1.6, bottom: 4, containLabel: true },
      tooltip: { trigger: "item" },
      xAxis: axis(theme, {
        type: "category",
        data: shown.map(name),
        axisLabel: {
          rotate: 40,
          color: theme.text,
          interval: 0,
          width: theme.fontSize * 11,
          overflow: "truncate",
        },
      }),
      yAxis: [
        axis(theme, {
          type: "value",
          axisLabel: {
            formatter: (value: number) => (route.measure === "s" ? `${count(value / 3600)} h` : count(value)),
          },
        }),
        axis(theme, {
          type: "value",
          min: 0,
          max: 1,
          splitLine: { show: false },
          axisLabel: { formatter: (value: number) => percent(value, 0) },
        }),
      ],
      series: [
        {
          type: "bar",
          barCategoryGap: "18%",
          data: shown.map((row) => ({
            value: num(row, "measure"),
            itemStyle: {
              color: theme.fill(text(row, "bucket")),
              borderRadius: [2, 2, 0, 0],
              opacity: route.bucket === "" || isOpen(row) ? 1 : 0.35,
            },
          })),
        },
        {
          type: "line",
          yAxisIndex: 1,
          data: shown.map((row) => num(row, "cumulative_ratio")),
          symbolSize: 5,
          lineStyle: { color: theme.muted, width: 1.5 },
          itemStyle: { color: theme.muted },
        },
      ],
    }),
  });
}

/** The stops behind the open bar, or the longest of all. */
function stops(context: ScreenContext): HTMLElement {
  const { route, plant, place } = context;
  const answer = context.answers("stops");
  const rows = rowsOf(answer);
  const total = num(rows[0], "stop_total") ?? 0;
  const which =
    route.bucket === ""
      ? "Longest stops"
      : `Stops: ${route.reason === "-" || route.reason === "" ? label(route.bucket) : reasonName(plant, route.reason)}`;
  const cut = total > rows.length ? `the longest ${stopLimit} of ${count(total)}` : `${count(total)} stops`;
  return card({
    title: which,
    subtitle: `${cut}; a stop is cut where a shift ends`,
    answer,
    file: "stops",
    isTable: route.isTable,
    actions:
      route.bucket === ""
        ? []
        : [
            h(
              "button",
              { type: "button", class: "quiet", onclick: () => context.go({ bucket: "", reason: "" }) },
              "Show all",
            ),
          ],
    body: () =>
      h(
        "div",
        { class: "table-scroll", tabindex: 0, role: "region", "aria-label": which },
        h(
          "table",
          { class: "stops" },
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              ["Machine", "Start", "End", "Lasted", "What", "Reason", "Shift"].map((title) =>
                h("th", { scope: "col" }, title),
              ),
            ),
          ),
          h(
            "tbody",
            {},
            rows.map((row) => stopRow(row, context)),
          ),
        ),
      ),
  });

  function stopRow(row: Row, { go }: ScreenContext): HTMLElement {
    const machine = text(row, "machine_id");
    const zone = placeOf(plant, { scope: "machine", scopeId: machine })?.zone ?? place.zone;
    const reason = text(row, "reason_code");
    // What waits for its neighbours has its reason there.
    const needsReason = reason === "" && !["starved", "blocked"].includes(text(row, "bucket"));
    return h(
      "tr",
      {},
      h(
        "td",
        {},
        h(
          "button",
          {
            type: "button",
            class: "link",
            title: "Show on the timeline",
            onclick: () =>
              go({
                screen: "timeline",
                scope: "machine",
                scopeId: machine,
                day: text(row, "production_date"),
              }),
          },
          machineName(plant, machine),
        ),
      ),
      h("td", {}, dateClock(time(row, "started_at"), zone)),
      h("td", {}, dateClock(time(row, "ended_at"), zone)),
      h("td", { class: "number", title: `${text(row, "duration_s")} s` }, duration(num(row, "duration_s"))),
      h("td", {}, h("span", { class: `dot dot-${text(row, "bucket")}` }), label(text(row, "bucket"))),
      h(
        "td",
        { class: needsReason ? "unknown" : "" },
        needsReason ? "? no reason" : reason === "" ? "–" : reasonName(plant, reason),
      ),
      h("td", {}, text(row, "shift_id")),
    );
  }
}
