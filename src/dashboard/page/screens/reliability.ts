import type { Answer } from "../../shared/answer.ts";
import { failureLimit } from "../../shared/requests.ts";
import type { Screen, ScreenContext } from "../context.ts";
import { machineName, placeOf, reasonName } from "../context.ts";
import { h } from "../dom.ts";
import { count, dateClock, duration, hours, percent } from "../format.ts";
import { card } from "../parts/card.ts";
import { axis, chart } from "../parts/chart.ts";
import { num, rowsOf, text, time, type Row } from "../rows.ts";

/** MTBF with its bounds, MTTR, the failures one by one, and whether worn machines fail more. */
export const reliability: Screen = (context) => {
  const { route } = context;
  const [answer, failures, wear] = [
    context.answers("reliability"),
    context.answers("failures"),
    context.answers("degradation"),
  ];
  const total = num(rowsOf(failures)[0], "failure_total") ?? 0;
  return h(
    "div",
    { class: "screen" },
    card({
      title: "Mean time between failures",
      subtitle:
        "hours of running and setup over all known time with 90 % bounds, on a logarithmic axis; a wide bar rests on few failures, a dashed one on none",
      answer,
      file: "reliability",
      isTable: route.isTable,
      body: () => bounds(answer, context),
    }),
    h(
      "div",
      { class: "columns" },
      card({
        title: "Failures",
        subtitle:
          total > Number(failureLimit)
            ? `the latest ${failureLimit} of ${count(total)} in these dates`
            : `${count(total)} began in these dates, the latest first`,
        answer: failures,
        file: "failures",
        isTable: route.isTable,
        body: () => failureTable(failures, context),
      }),
      card({
        title: "Wear",
        subtitle: "failures and scrap by health of the machine, with the hours and pieces they rest on",
        answer: wear,
        file: "degradation",
        isTable: route.isTable,
        body: () => wearChart(wear),
      }),
    ),
  );
};

interface BarApi {
  readonly value: (dimension: number) => number;
  readonly coord: (point: readonly number[]) => readonly number[];
  readonly size: (extent: readonly number[]) => readonly number[];
}

function hour(row: Row, name: string): number | null {
  const seconds = num(row, name);
  return seconds === null ? null : seconds / 3600;
}

function bounds(answer: Answer, { plant, go }: ScreenContext): HTMLElement {
  const rows = rowsOf(answer);
  const highest = Math.max(1, ...rows.map((row) => hour(row, "mtbf_high_s") ?? hour(row, "mtbf_low_s") ?? 0));
  return chart({
    label: `MTBF of ${rows.length} machines`,
    height: Math.max(8, 3 + rows.length * 1.7),
    steps: rows.length,
    onPick: ({ dataIndex }) => {
      const row = rows[dataIndex];
      if (row !== undefined) go({ scope: "machine", scopeId: text(row, "machine_id") });
    },
    tip: ({ dataIndex }) => {
      const row = rows[dataIndex];
      if (row === undefined) return undefined;
      return {
        title: machineName(plant, text(row, "machine_id")),
        lines: [
          [
            "MTBF",
            `${hours(num(row, "mtbf_s"))} = ${hours(num(row, "operating_s"))} / ${count(num(row, "failure_count"))}`,
          ],
          [
            "90 % bounds",
            `${hours(num(row, "mtbf_low_s"))} to ${num(row, "mtbf_high_s") === null ? "unknown" : hours(num(row, "mtbf_high_s"))}`,
          ],
          [
            "MTTF, completed intervals",
            `${hours(num(row, "mttf_s"))} of ${count(num(row, "completed_interval_count"))}`,
          ],
          ["MTTR", duration(num(row, "mttr_s"))],
          ["longest repair", duration(num(row, "longest_repair_s"))],
          ["open failures", count(num(row, "open_failure_count"))],
        ],
      };
    },
    option: (theme) => ({
      grid: { left: 4, right: theme.fontSize * 2, top: 4, bottom: 4, containLabel: true },
      tooltip: { trigger: "item" },
      xAxis: axis(theme, {
        type: "log",
        min: 1,
        max: highest,
        axisLabel: { formatter: (value: number) => `${count(value)} h` },
      }),
      yAxis: axis(theme, {
        type: "category",
        inverse: true,
        splitLine: { show: false },
        data: rows.map((row) => text(row, "machine_id")),
        axisLabel: { color: theme.text, interval: 0 },
      }),
      series: [
        {
          type: "custom",
          encode: { x: [1, 2, 3], y: 0 },
          data: rows.map((row, index) => [
            index,
            Math.max(1, hour(row, "mtbf_low_s") ?? 1),
            hour(row, "mtbf_high_s") ?? highest,
            hour(row, "mtbf_s") ?? -1,
          ]),
          renderItem: (_: unknown, api: BarApi) => {
            const lane = api.value(0);
            const [left = 0, y = 0] = api.coord([api.value(1), lane]);
            const [right = 0] = api.coord([api.value(2), lane]);
            const [middle = 0] = api.coord([api.value(3), lane]);
            const band = api.size([0, 1])[1] ?? 0;
            const isKnown = api.value(3) >= 0;
            return {
              type: "group",
              children: [
                {
                  type: "rect",
                  shape: {
                    x: left,
                    y: y - band * 0.22,
                    width: Math.max(2, right - left),
                    height: band * 0.44,
                    r: 3,
                  },
                  // Without a failure there is no upper bound: an outline that goes on to the edge.
                  style: isKnown
                    ? { fill: theme.accent, opacity: 0.35 }
                    : { fill: "transparent", stroke: theme.accent, lineDash: [4, 3] },
                },
                ...(isKnown
                  ? [
                      {
                        type: "rect",
                        shape: { x: middle - 2, y: y - band * 0.38, width: 4, height: band * 0.76, r: 1 },
                        style: { fill: theme.text },
                      },
                    ]
                  : []),
              ],
            };
          },
        },
      ],
    }),
  });
}

function failureTable(answer: Answer, { plant, place, go }: ScreenContext): HTMLElement {
  const rows = rowsOf(answer);
  const titles = ["Machine", "Failed", "Repair", "Ran before it", "Reason"];
  return h(
    "div",
    { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Failures" },
    h(
      "table",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          titles.map((title) => h("th", { scope: "col" }, title)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((row) => {
          const machine = text(row, "machine_id");
          const zone = placeOf(plant, { scope: "machine", scopeId: machine })?.zone ?? place.zone;
          return h(
            "tr",
            {},
            h(
              "td",
              {},
              h(
                "button",
                { type: "button", class: "link", onclick: () => go({ scope: "machine", scopeId: machine }) },
                machine,
              ),
            ),
            h("td", {}, dateClock(time(row, "failed_at"), zone)),
            h(
              "td",
              { class: "number" },
              `${duration(num(row, "repair_s"))}${row["is_open"] === true ? " so far" : ""}`,
            ),
            h("td", { class: "number" }, hours(num(row, "operating_s"))),
            h("td", {}, reasonName(plant, text(row, "reason_code"))),
          );
        }),
      ),
    ),
  );
}

function wearChart(answer: Answer): HTMLElement {
  const rows = rowsOf(answer);
  return chart({
    label: "Failures per 1000 hours and scrap by health",
    height: 20,
    steps: rows.length,
    tip: ({ dataIndex }) => {
      const row = rows[dataIndex];
      if (row === undefined) return undefined;
      return {
        title: `Health ${text(row, "health_band")} (1 is new)`,
        lines: [
          [
            "failures per 1000 h",
            `${count(num(row, "failures_per_1000_h"), 1)} = ${count(num(row, "failure_count"))} in ${count(num(row, "operating_h"), 1)} h`,
          ],
          [
            "scrap",
            `${percent(num(row, "scrap_ratio"), 2)} = ${count(num(row, "scrap_qty"))} of ${count(num(row, "total_qty"))}`,
          ],
        ],
      };
    },
    option: (theme) => ({
      grid: { left: 4, right: 4, top: theme.fontSize * 2.6, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, textStyle: { color: theme.muted, fontSize: theme.fontSize } },
      tooltip: { trigger: "axis" },
      xAxis: axis(theme, { type: "category", data: rows.map((row) => text(row, "health_band")) }),
      yAxis: [
        axis(theme, { type: "value", axisLabel: { formatter: (value: number) => count(value) } }),
        axis(theme, {
          type: "value",
          splitLine: { show: false },
          axisLabel: { formatter: (value: number) => percent(value) },
        }),
      ],
      series: [
        {
          name: "Failures per 1000 h",
          type: "bar",
          barMaxWidth: 60,
          data: rows.map((row) => num(row, "failures_per_1000_h")),
          itemStyle: { color: theme.fill("breakdown"), borderRadius: 2 },
        },
        {
          name: "Scrap",
          type: "line",
          yAxisIndex: 1,
          data: rows.map((row) => num(row, "scrap_ratio")),
          itemStyle: { color: theme.text },
          lineStyle: { color: theme.text },
          symbolSize: 8,
        },
      ],
    }),
  });
}
