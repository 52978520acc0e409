import type { Answer } from "../../shared/answer.ts";
import type { Screen, ScreenContext } from "../context.ts";
import { reasonName } from "../context.ts";
import { h } from "../dom.ts";
import { count, hours, percent } from "../format.ts";
import { card } from "../parts/card.ts";
import { axis, chart } from "../parts/chart.ts";
import { dataTable } from "../parts/table.ts";
import { num, rowsOf, text, type Row } from "../rows.ts";
import { grainChoice, periodName } from "./trend.ts";

/** Why pieces were rejected, how quality went, first pass yields and capability. */
export const quality: Screen = (context) => {
  const { route } = context;
  const [rejects, yields, capability] = [
    context.answers("rejects"),
    context.answers("yields"),
    context.answers("capability"),
  ];
  const total = num(rowsOf(rejects)[0], "total_qty");
  return h(
    "div",
    { class: "screen" },
    h(
      "div",
      { class: "columns" },
      card({
        title: "Rejects by reason",
        subtitle:
          total === null
            ? "scrap and rework"
            : `scrap and rework, of ${count(total)} pieces counted over all machines`,
        answer: rejects,
        file: "rejects",
        isTable: route.isTable,
        body: () => pareto(rejects, context),
      }),
      card({
        title: "Quality over time",
        subtitle: "standard time of good pieces / of all pieces",
        answer: context.answers("trend"),
        file: `quality-${route.grain}`,
        isTable: route.isTable,
        actions: [grainChoice(context)],
        body: () => overTime(context),
      }),
    ),
    h(
      "div",
      { class: "columns" },
      card({
        title: "First pass yield",
        subtitle: "units known by serial number that passed a machine at once, lowest first",
        answer: yields,
        file: "first-pass-yield",
        isTable: route.isTable,
        body: () => dataTable(yields, "First pass yield"),
      }),
      card({
        title: "Capability",
        subtitle: "over all known time, lowest first; 1.33 is the usual demand",
        answer: capability,
        file: "capability",
        isTable: route.isTable,
        body: () => dataTable(capability, "Capability"),
      }),
    ),
  );
};

function rejectName(row: Row, { plant }: ScreenContext): string {
  return `${reasonName(plant, text(row, "reason_code"))}${row["is_startup"] === true ? " (start-up)" : ""}`;
}

function pareto(answer: Answer, context: ScreenContext): HTMLElement {
  const rows = rowsOf(answer).slice(0, 20);
  return chart({
    label: `Pareto of ${rows.length} reasons of rejects`,
    height: 22,
    steps: rows.length,
    tip: ({ dataIndex }) => {
      const row = rows[dataIndex];
      if (row === undefined) return undefined;
      return {
        title: rejectName(row, context),
        lines: [
          ["rejected", `${count(num(row, "reject_qty"))} of ${count(num(row, "total_qty"))} pieces`],
          ["share of all pieces", percent(num(row, "reject_ratio"), 2)],
          ["scrap", count(num(row, "scrap_qty"))],
          ["rework", count(num(row, "rework_qty"))],
          ["with all before it", percent(num(row, "cumulative_ratio"))],
          ["standard time", hours(num(row, "reject_s"), 2)],
        ],
      };
    },
    option: (theme) => ({
      grid: { left: 4, right: theme.fontSize * 4, top: 4, bottom: 4, containLabel: true },
      tooltip: { trigger: "item" },
      xAxis: axis(theme, { type: "value", axisLabel: { formatter: (value: number) => count(value) } }),
      yAxis: axis(theme, {
        type: "category",
        inverse: true,
        splitLine: { show: false },
        data: rows.map((row) => rejectName(row, context)),
        axisLabel: { color: theme.text, interval: 0, width: theme.fontSize * 13, overflow: "truncate" },
      }),
      series: [
        {
          name: "Scrap",
          type: "bar",
          stack: "rejects",
          data: rows.map((row) => num(row, "scrap_qty")),
          itemStyle: { color: theme.fill("reject") },
          barCategoryGap: "25%",
        },
        {
          name: "Rework",
          type: "bar",
          stack: "rejects",
          data: rows.map((row) => num(row, "rework_qty")),
          itemStyle: { color: theme.fill("other_stop") },
          label: {
            show: true,
            position: "right",
            color: theme.text,
            formatter: ({ dataIndex }: { dataIndex: number }) => count(num(rows[dataIndex], "reject_qty")),
          },
        },
      ],
    }),
  });
}

function overTime({ answers, route }: ScreenContext): HTMLElement {
  const rows = rowsOf(answers("trend"));
  const names = rows.map((row) => periodName(row, route.grain));
  return chart({
    label: `Quality by ${route.grain}`,
    height: 22,
    steps: rows.length,
    tip: ({ dataIndex }) => {
      const row = rows[dataIndex];
      if (row === undefined) return undefined;
      return {
        title: names[dataIndex] ?? "",
        lines: [
          ["quality", percent(num(row, "quality"), 2)],
          ["standard time of good pieces", hours(num(row, "ideal_good_s"), 2)],
          ["standard time of all pieces", hours(num(row, "ideal_run_s"), 2)],
          ["good pieces", `${count(num(row, "good_qty"))} of ${count(num(row, "total_qty"))}`],
        ],
      };
    },
    option: (theme) => ({
      grid: { left: 4, right: 12, top: 10, bottom: 4, containLabel: true },
      tooltip: { trigger: "axis" },
      xAxis: axis(theme, { type: "category", data: names, axisLabel: { hideOverlap: true } }),
      yAxis: axis(theme, {
        type: "value",
        scale: true,
        max: 1,
        axisLabel: { formatter: (value: number) => percent(value) },
      }),
      series: [
        {
          name: "Quality",
          type: "line",
          data: rows.map((row) => num(row, "quality")),
          lineStyle: { color: theme.accent, width: 2.5 },
          itemStyle: { color: theme.accent },
          symbolSize: 5,
        },
      ],
    }),
  });
}
