import type { Answer } from "../../shared/answer.ts";
import type { Screen, ScreenContext } from "../context.ts";
import { machineName } from "../context.ts";
import { h } from "../dom.ts";
import { count, hours, percent } from "../format.ts";
import { card } from "../parts/card.ts";
import { axis, chart, legend } from "../parts/chart.ts";
import { num, rowsOf, text } from "../rows.ts";
import { label, meaning } from "../words.ts";
import { grainChoice, periodName } from "./trend.ts";

/** What energy was burnt in running and in each loss, by machine and over time. */
export const energy: Screen = (context) => {
  const { route } = context;
  const buckets = context.answers("energy");
  const total = num(rowsOf(buckets)[0], "total_kwh");
  return h(
    "div",
    { class: "screen" },
    h(
      "div",
      { class: "columns" },
      card({
        title: "Energy by loss",
        subtitle:
          total === null
            ? "no meter was read"
            : `${count(total)} kWh in all; what is burnt outside running can be saved without making less`,
        answer: buckets,
        file: "energy",
        isTable: route.isTable,
        body: () => byBucket(buckets),
      }),
      card({
        title: "Energy over time",
        subtitle: "kWh, and kWh per good piece",
        answer: context.answers("trend"),
        file: `energy-${route.grain}`,
        isTable: route.isTable,
        actions: [grainChoice(context)],
        body: () => overTime(context),
      }),
    ),
    card({
      title: "Energy by machine",
      subtitle: "running and outside running",
      answer: context.answers("energy_machines"),
      file: "energy-machines",
      isTable: route.isTable,
      body: () => byMachine(context),
    }),
  );
};

function byBucket(answer: Answer): HTMLElement {
  const rows = rowsOf(answer);
  return chart({
    label: `Energy by time bucket`,
    height: 20,
    steps: rows.length,
    tip: ({ dataIndex }) => {
      const row = rows[dataIndex];
      if (row === undefined) return undefined;
      return {
        title: label(text(row, "bucket")),
        lines: [
          meaning(text(row, "bucket")),
          ["energy", `${count(num(row, "energy_kwh"), 1)} of ${count(num(row, "total_kwh"), 1)} kWh`],
          ["share", percent(num(row, "energy_ratio"))],
          ["in", hours(num(row, "covered_s"))],
          ["mean power", `${count(num(row, "mean_power_kw"), 2)} kW`],
        ],
      };
    },
    option: (theme) => ({
      grid: { left: 4, right: theme.fontSize * 7, top: 4, bottom: 4, containLabel: true },
      tooltip: { trigger: "item" },
      xAxis: axis(theme, {
        type: "value",
        axisLabel: { formatter: (value: number) => count(value), hideOverlap: true },
      }),
      yAxis: axis(theme, {
        type: "category",
        inverse: true,
        splitLine: { show: false },
        data: rows.map((row) => label(text(row, "bucket"))),
        axisLabel: { color: theme.text },
      }),
      series: [
        {
          type: "bar",
          barCategoryGap: "25%",
          data: rows.map((row) => ({
            value: num(row, "energy_kwh"),
            itemStyle: { color: theme.fill(text(row, "bucket")), borderRadius: 2 },
          })),
          label: {
            show: true,
            position: "right",
            color: theme.text,
            formatter: ({ dataIndex }: { dataIndex: number }) =>
              `${count(num(rows[dataIndex], "energy_kwh"))} kWh`,
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
    label: `Energy by ${route.grain}`,
    height: 20,
    steps: rows.length,
    tip: ({ dataIndex }) => {
      const row = rows[dataIndex];
      if (row === undefined) return undefined;
      return {
        title: names[dataIndex] ?? "",
        lines: [
          ["energy", `${count(num(row, "energy_kwh"), 1)} kWh`],
          ["good pieces", count(num(row, "good_qty"))],
          ["per good piece", `${count(num(row, "kwh_per_good_unit"), 3)} kWh`],
        ],
      };
    },
    option: (theme) => ({
      grid: { left: 4, right: 4, top: theme.fontSize * 2.6, bottom: 4, containLabel: true },
      legend: legend(theme),
      tooltip: { trigger: "axis" },
      xAxis: axis(theme, { type: "category", data: names, axisLabel: { hideOverlap: true } }),
      yAxis: [
        axis(theme, { type: "value", axisLabel: { formatter: (value: number) => count(value) } }),
        axis(theme, {
          type: "value",
          splitLine: { show: false },
          axisLabel: { formatter: (value: number) => count(value, 2) },
        }),
      ],
      series: [
        {
          name: "kWh",
          type: "bar",
          data: rows.map((row) => num(row, "energy_kwh")),
          itemStyle: { color: theme.accent, borderRadius: 2 },
        },
        {
          name: "kWh per good piece",
          type: "line",
          yAxisIndex: 1,
          data: rows.map((row) => num(row, "kwh_per_good_unit")),
          itemStyle: { color: theme.fill("other_stop") },
          lineStyle: { color: theme.fill("other_stop"), width: 2 },
          symbolSize: 5,
        },
      ],
    }),
  });
}

function byMachine({ answers, plant, go }: ScreenContext): HTMLElement {
  const rows = rowsOf(answers("energy_machines"));
  return chart({
    label: `Energy of ${rows.length} machines`,
    height: 20,
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
            "outside running",
            `${count(num(row, "idle_kwh"), 1)} of ${count(num(row, "energy_kwh"), 1)} kWh = ${percent(num(row, "idle_ratio"))}`,
          ],
          [
            "per good piece",
            `${count(num(row, "kwh_per_good_unit"), 3)} kWh of ${count(num(row, "good_qty"))} pieces`,
          ],
        ],
      };
    },
    option: (theme) => {
      const running = rows.map((row) => {
        const [all, idle] = [num(row, "energy_kwh"), num(row, "idle_kwh")];
        return all === null ? null : [text(row, "machine_id"), all, idle ?? 0];
      });
      return {
        grid: { left: 4, right: 4, top: theme.fontSize * 2.6, bottom: 4, containLabel: true },
        legend: legend(theme),
        tooltip: { trigger: "axis" },
        xAxis: axis(theme, {
          type: "category",
          data: rows.map((row) => text(row, "machine_id")),
          axisLabel: { rotate: 40, interval: 0, color: theme.text },
        }),
        yAxis: axis(theme, {
          type: "value",
          axisLabel: { formatter: (value: number) => `${count(value)} kWh` },
        }),
        series: [
          {
            name: "in all",
            type: "bar",
            barGap: "-100%",
            encode: { x: 0, y: 1 },
            data: running,
            itemStyle: { color: theme.fill("running"), borderRadius: 2 },
          },
          {
            name: "outside running",
            type: "bar",
            encode: { x: 0, y: 2 },
            data: running,
            itemStyle: { color: theme.fill("other_stop"), borderRadius: 2 },
          },
        ],
      };
    },
  });
}
