import { beforeSpan } from "../../shared/requests.ts";
import type { Screen, ScreenContext } from "../context.ts";
import { h } from "../dom.ts";
import { hours, longDate, percent, points } from "../format.ts";
import { card } from "../parts/card.ts";
import { axis, chart } from "../parts/chart.ts";
import { num, rowsOf, text, type Row } from "../rows.ts";
import { label } from "../words.ts";

/** Why OEE changed between two spans of dates: an exact sum of the changes of its losses. */
export const bridge: Screen = (context) => {
  const { route } = context;
  const answer = context.answers("bridge");
  const rows = rowsOf(answer).filter((row) => num(row, "change_points") !== null);
  const before = beforeSpan(route);
  return h(
    "div",
    { class: "screen" },
    card({
      title: "Why did it change?",
      subtitle: `OEE of ${span(route.from, route.to)} against ${span(before.from, before.to)}; the steps add up exactly`,
      answer,
      file: "bridge",
      isTable: route.isTable,
      actions: [
        h("span", { class: "note" }, "against"),
        dateInput("Before, from", before.from, (date) =>
          context.go({ beforeFrom: date, beforeTo: before.to < date ? date : before.to }),
        ),
        dateInput("Before, to", before.to, (date) =>
          context.go({ beforeFrom: before.from > date ? date : before.from, beforeTo: date }),
        ),
      ],
      body: () =>
        rows.length === 0
          ? h(
              "p",
              { class: "nothing" },
              "One of the two spans has no OEE: choose the dates to compare with, above on the right",
            )
          : steps(rows, context),
    }),
  );
};

function span(from: string, to: string): string {
  return from === to ? longDate(from) : `${longDate(from)} – ${longDate(to)}`;
}

function dateInput(name: string, value: string, pick: (date: string) => void): HTMLElement {
  const input = h("input", { type: "date", value, "aria-label": name });
  input.addEventListener("change", () => {
    if (input.value !== "") pick(input.value);
  });
  return input;
}

interface Step {
  readonly name: string;
  readonly base: number;
  readonly height: number;
  readonly row: Row | undefined;
  readonly change: number;
}

function steps(rows: readonly Row[], { go }: ScreenContext): HTMLElement {
  const [start, end] = [num(rows[0], "before_oee") ?? 0, num(rows[0], "after_oee") ?? 0];
  let level = start;
  const changes = rows.map((row): Step => {
    const change = num(row, "change_points") ?? 0;
    const base = Math.min(level, level + change);
    level += change;
    return { name: label(text(row, "loss")), base, height: Math.abs(change), row, change };
  });
  const all: readonly Step[] = [
    { name: "OEE before", base: 0, height: start, row: undefined, change: start },
    ...changes,
    { name: "OEE after", base: 0, height: end, row: undefined, change: end },
  ];
  const levels = all.flatMap(({ base, height }, index) =>
    index === 0 || index === all.length - 1 ? [height] : [base, base + height],
  );
  const floor = Math.max(0, Math.floor((Math.min(...levels) - 0.03) * 20) / 20);
  return chart({
    label: `Bridge from OEE ${percent(start)} to ${percent(end)}`,
    height: 26,
    steps: all.length,
    onPick: ({ dataIndex }) => {
      const row = all[dataIndex]?.row;
      if (row !== undefined) go({ screen: "waterfall", bucket: text(row, "loss") });
    },
    tip: ({ dataIndex }) => {
      const step = all[dataIndex];
      if (step === undefined) return undefined;
      if (step.row === undefined) return { title: step.name, lines: [["OEE", percent(step.height, 2)]] };
      const { row } = step;
      return {
        title: `${step.name} (${label(text(row, "factor")).toLowerCase()})`,
        lines: [
          ["change of OEE", `${points(step.change, 2)} points`],
          [
            "before",
            `${hours(num(row, "before_loss_s"), 2)} of ${hours(num(row, "before_planned_s"), 2)} = ${percent(num(row, "before_points"), 2)}`,
          ],
          [
            "after",
            `${hours(num(row, "after_loss_s"), 2)} of ${hours(num(row, "after_planned_s"), 2)} = ${percent(num(row, "after_points"), 2)}`,
          ],
        ],
      };
    },
    option: (theme) => ({
      grid: { left: 4, right: 8, top: theme.fontSize * 2, bottom: 4, containLabel: true },
      tooltip: { trigger: "item" },
      xAxis: axis(theme, {
        type: "category",
        data: all.map(({ name }) => name),
        axisLabel: { color: theme.text, interval: 0, rotate: innerWidth < 900 ? 40 : 0 },
      }),
      yAxis: axis(theme, {
        type: "value",
        min: floor,
        axisLabel: { formatter: (value: number) => percent(value, 0) },
      }),
      series: [
        {
          type: "bar",
          stack: "bridge",
          silent: true,
          data: all.map(({ base }, index) => (index === 0 || index === all.length - 1 ? 0 : base)),
          itemStyle: { color: "transparent" },
        },
        {
          type: "bar",
          stack: "bridge",
          barCategoryGap: "30%",
          data: all.map(({ height, row, change }) => ({
            value: height,
            itemStyle: {
              color: row === undefined ? theme.accent : change < 0 ? theme.bad : theme.good,
              borderRadius: 2,
            },
          })),
          label: {
            show: true,
            position: "top",
            color: theme.text,
            fontSize: theme.fontSize,
            formatter: ({ dataIndex }: { dataIndex: number }) => {
              const step = all[dataIndex];
              if (step === undefined) return "";
              return step.row === undefined
                ? percent(step.height)
                : `${step.change < 0 ? "▼" : "▲"} ${points(step.change)}`;
            },
          },
        },
      ],
    }),
  });
}
