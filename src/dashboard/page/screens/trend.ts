import type { Answer } from "../../shared/answer.ts";
import { grains, type Grain } from "../../shared/route.ts";
import type { Screen, ScreenContext } from "../context.ts";
import { h } from "../dom.ts";
import { hours, percent, shortDate } from "../format.ts";
import { card, choice } from "../parts/card.ts";
import { axis, chart, legend } from "../parts/chart.ts";
import { num, rowsOf, text, type Row } from "../rows.ts";
import { label, shiftName } from "../words.ts";

/** OEE over time with target and control limits, and by hour and weekday. */
export const trend: Screen = (context) => {
  const { route } = context;
  const answer = context.answers("trend");
  const first = rowsOf(answer)[0];
  const [center, low, high] = [
    num(first, "center"),
    num(first, "lower_control"),
    num(first, "upper_control"),
  ];
  return h(
    "div",
    { class: "screen" },
    card({
      title: "OEE over time",
      subtitle: `centre ${percent(center)}, control limits ${percent(low)} to ${percent(high)} (individuals chart)`,
      answer,
      file: `trend-${route.grain}`,
      isTable: route.isTable,
      actions: [grainChoice(context)],
      body: () => oeeLines(answer, route.grain, 24),
    }),
    card({
      title: "Hour by weekday",
      subtitle:
        "OEE by local time; every cell is a ratio of sums over the dates chosen; grey: nothing planned, hatched: no data",
      answer: context.answers("heatmap"),
      file: "hour-by-weekday",
      isTable: route.isTable,
      body: () => heat(context.answers("heatmap")),
    }),
  );
};

/** A choice of hour, shift, day, week or month. */
export function grainChoice({ route, go }: ScreenContext): HTMLElement {
  const names = grains.map((grain) => [grain, grain[0]?.toUpperCase() + grain.slice(1)] as const);
  return choice<Grain>("Grain", names, route.grain, (grain) => go({ grain }));
}

/** What a point in time is called. */
export function periodName(row: Row, grain: Grain): string {
  const date = text(row, "period_date");
  switch (grain) {
    case "hour":
      return `${shortDate(date)} ${text(row, "local_hour")}`;
    case "shift":
      return `${shortDate(date)} ${shiftName(text(row, "shift_id"))}`;
    case "day":
      return shortDate(date);
    case "week":
      return `week of ${shortDate(date)}`;
    case "month":
      return date.slice(0, 7);
  }
}

/** Outside its control limits. */
function isOut(row: Row): boolean {
  const [oee, low, high] = [num(row, "oee"), num(row, "lower_control"), num(row, "upper_control")];
  return oee !== null && low !== null && high !== null && (oee < low || oee > high);
}

const factors = ["availability", "performance", "quality"] as const;

/** OEE, and on request its factors, with target and control limits. */
export function oeeLines(answer: Answer, grain: Grain, height: number): HTMLElement {
  const rows = rowsOf(answer);
  const names = rows.map((row) => periodName(row, grain));
  const center = num(rows[0], "center");
  return chart({
    label: `OEE by ${grain}, ${rows.length} points, centre ${percent(center)}`,
    height,
    steps: rows.length,
    tip: ({ dataIndex }) => {
      const row = rows[dataIndex];
      if (row === undefined) return undefined;
      const missing = num(row, "no_data_s") ?? 0;
      return {
        title: names[dataIndex] ?? "",
        lines: [
          [
            "OEE",
            `${percent(num(row, "oee"))} = ${hours(num(row, "ideal_good_s"), 2)} of ${hours(num(row, "planned_production_s"), 2)}`,
          ],
          ...(missing > 0
            ? [["between", `${percent(num(row, "oee_low"))} and ${percent(num(row, "oee_high"))}`] as const]
            : []),
          [
            "availability",
            `${percent(num(row, "availability"))} = ${hours(num(row, "operating_s"), 2)} of ${hours(num(row, "planned_production_s"), 2)}`,
          ],
          [
            "performance",
            `${percent(num(row, "performance"))} = ${hours(num(row, "ideal_run_s"), 2)} of ${hours(num(row, "operating_s"), 2)}`,
          ],
          [
            "quality",
            `${percent(num(row, "quality"))} = ${hours(num(row, "ideal_good_s"), 2)} of ${hours(num(row, "ideal_run_s"), 2)}`,
          ],
          ["coverage", percent(num(row, "coverage"))],
          ["target", percent(num(row, "oee_target"))],
        ],
      };
    },
    option: (theme) => {
      const level = (name: string, value: number | null, color: string, type: string) =>
        value === null
          ? []
          : [
              {
                name,
                yAxis: value,
                lineStyle: { color, type, width: 1.2 },
                label: {
                  formatter: name,
                  color: theme.muted,
                  fontSize: theme.fontSize,
                  position: "insideEndTop",
                },
              },
            ];
      return {
        grid: {
          left: 4,
          right: 12,
          top: theme.fontSize * 2.4,
          bottom: rows.length > 40 ? theme.fontSize * 3 : 4,
          containLabel: true,
        },
        legend: { ...legend(theme), selected: { Availability: false, Performance: false, Quality: false } },
        tooltip: { trigger: "axis" },
        dataZoom:
          rows.length > 40
            ? [
                { type: "inside" },
                {
                  type: "slider",
                  height: theme.fontSize * 1.4,
                  bottom: 2,
                  borderColor: theme.line,
                  textStyle: { color: theme.muted },
                },
              ]
            : [],
        xAxis: axis(theme, { type: "category", data: names, axisLabel: { hideOverlap: true } }),
        yAxis: axis(theme, {
          type: "value",
          min: 0,
          max: (extent: { max: number }) => Math.max(1, Math.ceil(extent.max * 10) / 10),
          axisLabel: { formatter: (value: number) => percent(value, 0) },
        }),
        series: [
          {
            name: "OEE",
            type: "line",
            z: 4,
            data: rows.map((row) => ({
              value: num(row, "oee"),
              symbol: isOut(row) ? "diamond" : "circle",
              symbolSize: isOut(row) ? 12 : 6,
              itemStyle: { color: isOut(row) ? theme.bad : theme.accent },
            })),
            lineStyle: { color: theme.accent, width: 2.5 },
            itemStyle: { color: theme.accent },
            connectNulls: false,
            showAllSymbol: rows.length <= 120,
            markLine: {
              symbol: "none",
              silent: true,
              data: [
                ...level("target", num(rows[0], "oee_target"), theme.good, "solid"),
                ...level("centre", center, theme.muted, "solid"),
                ...level("lower limit", num(rows[0], "lower_control"), theme.muted, "dashed"),
                ...level("upper limit", num(rows[0], "upper_control"), theme.muted, "dashed"),
              ],
            },
          },
          ...factors.map((factor, index) => ({
            name: label(factor),
            type: "line",
            data: rows.map((row) => num(row, factor)),
            lineStyle: {
              width: 1.5,
              color: [theme.fill("starved"), theme.fill("other_stop"), theme.fill("blocked")][index],
            },
            itemStyle: {
              color: [theme.fill("starved"), theme.fill("other_stop"), theme.fill("blocked")][index],
            },
            symbol: "none",
          })),
        ],
      };
    },
  });
}

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

function heat(answer: Answer): HTMLElement {
  const rows = rowsOf(answer);
  const oees = rows.map((row) => num(row, "oee")).filter((oee) => oee !== null);
  const hoursOfDay = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));
  return chart({
    label: "OEE by hour of the day and weekday",
    height: 18,
    tip: ({ dataIndex }) => {
      const row = rows[dataIndex];
      if (row === undefined) return undefined;
      const hour = hoursOfDay[num(row, "hour_no") ?? 0] ?? "";
      return {
        title: `${weekdays[(num(row, "weekday_no") ?? 1) - 1]} ${hour}:00 to ${hour}:59`,
        lines: [
          ["OEE", percent(num(row, "oee"))],
          ["standard time of good pieces", hours(num(row, "ideal_good_s"), 2)],
          ["planned production", hours(num(row, "planned_production_s"), 2)],
          ["no data", hours(num(row, "no_data_s"), 2)],
          ["unscheduled", hours(num(row, "unscheduled_s"), 2)],
        ],
      };
    },
    option: (theme) => ({
      grid: { left: 4, right: 4, top: 4, bottom: theme.fontSize * 4.6, containLabel: true },
      tooltip: { trigger: "item" },
      xAxis: axis(theme, { type: "category", data: hoursOfDay, splitLine: { show: false } }),
      yAxis: axis(theme, {
        type: "category",
        inverse: true,
        data: weekdays,
        splitLine: { show: false },
        axisLabel: { color: theme.text },
      }),
      visualMap: {
        min: Math.min(...oees, 1),
        max: Math.min(1, Math.max(...oees, 0)),
        calculable: true,
        orient: "horizontal",
        left: "center",
        bottom: 0,
        itemHeight: theme.fontSize * 12,
        itemWidth: theme.fontSize,
        formatter: (value: number) => percent(value, 0),
        textStyle: { color: theme.muted, fontSize: theme.fontSize },
        inRange: {
          color: theme.isDark
            ? ["#3a2a20", "#b8652a", "#d8c46a", "#5cc0a8"]
            : ["#8c2d04", "#ec7014", "#fee391", "#41ae9a", "#01665e"],
        },
        dimension: 2,
      },
      series: [
        {
          type: "heatmap",
          data: rows.map((row) => {
            const [weekday, hour, oee] = [
              num(row, "weekday_no") ?? 1,
              num(row, "hour_no") ?? 0,
              num(row, "oee"),
            ];
            return oee === null
              ? {
                  value: [hour, weekday - 1, 0],
                  visualMap: false,
                  itemStyle: { color: theme.fill(num(row, "no_data_s") === 0 ? "unscheduled" : "no_data") },
                }
              : { value: [hour, weekday - 1, oee] };
          }),
          itemStyle: { borderColor: theme.surface, borderWidth: 2 },
        },
      ],
    }),
  });
}
