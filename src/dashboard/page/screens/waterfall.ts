import type { Screen, ScreenContext } from "../context.ts";
import { reasonName } from "../context.ts";
import { h } from "../dom.ts";
import { count, duration, hours, percent, points } from "../format.ts";
import { card, choice } from "../parts/card.ts";
import { axis, chart } from "../parts/chart.ts";
import { num, rowsOf, text, type Row } from "../rows.ts";
import type { Fill } from "../theme.ts";
import { label, meaning } from "../words.ts";

/** From calendar time down to fully productive time; a loss opens into its reasons. */
export const waterfall: Screen = (context) => {
  const { route, place } = context;
  const answer = context.answers("waterfall");
  const rows = rowsOf(answer);
  const balance = num(rows[0], "unbalanced_s");
  const opened = rows.find((row) => text(row, "step") === route.bucket && text(row, "kind") === "loss");
  const who = place.constraintId === "" ? "" : `, measured at its constraint ${place.constraintId}`;
  return h(
    "div",
    { class: "screen" },
    card({
      title: "Where the time went",
      subtitle: `${route.isWeek ? "hours of an average week of 168 h" : "hours"}, share of calendar time and points of OEE${who}`,
      answer,
      file: "waterfall",
      isTable: route.isTable,
      actions: [
        choice(
          "Hours",
          [
            ["sum", "All hours"],
            ["week", "Average week"],
          ],
          route.isWeek ? "week" : "sum",
          (value) => context.go({ isWeek: value === "week" }),
        ),
      ],
      body: () =>
        h(
          "div",
          {},
          steps(rows, context),
          h(
            "p",
            { class: "balance", "data-balance": balance },
            balance === 0
              ? "The steps balance: calendar time less all losses is fully productive time, to the millisecond."
              : `The steps do not balance by ${duration(balance)}.`,
          ),
        ),
    }),
    opened === undefined ? hint(rows) : reasons(opened, context),
  );
};

function hint(rows: readonly Row[]): HTMLElement | null {
  return rows.length === 0 ? null : h("p", { class: "note" }, "A bar opens into its reasons.");
}

function steps(rows: readonly Row[], context: ScreenContext): HTMLElement {
  const { isWeek, bucket } = context.route;
  const value = (row: Row): number =>
    isWeek ? (num(row, "average_week_h") ?? 0) : (num(row, "duration_s") ?? 0) / 3600;
  let level = 0;
  const bars = rows.map((row) => {
    const height = value(row);
    if (text(row, "kind") === "level") {
      level = height;
      return { row, base: 0, height };
    }
    level -= height;
    // A gain (running faster than standard) rises above the level before.
    return { row, base: Math.min(level, level + height), height: Math.abs(height) };
  });
  const pick = (index: number): void => {
    const row = rows[index];
    if (row === undefined || text(row, "kind") !== "loss") return;
    const step = text(row, "step");
    context.go({ bucket: bucket === step ? "" : step });
  };
  return chart({
    label: `Waterfall from calendar time ${hours(num(rows[0], "duration_s"))} to fully productive time ${hours(num(rows.at(-1), "duration_s"))}`,
    height: 30,
    steps: rows.length,
    onPick: ({ dataIndex }) => pick(dataIndex),
    tip: ({ dataIndex }) => {
      const row = rows[dataIndex];
      if (row === undefined) return undefined;
      const step = text(row, "step");
      return {
        title: label(step),
        lines: [
          meaning(step),
          ["hours", hours(num(row, "duration_s"), 2)],
          ["hours of an average week", `${count(num(row, "average_week_h"), 2)} h`],
          [
            "of calendar time",
            `${percent(num(row, "calendar_ratio"), 2)} of ${hours(num(rows[0], "duration_s"))}`,
          ],
          ["points of OEE", points(num(row, "oee_points"), 2).replace("+", "")],
        ],
      };
    },
    option: (theme) => ({
      grid: { left: 4, right: theme.fontSize * 9, top: 4, bottom: 4, containLabel: true },
      tooltip: { trigger: "item" },
      xAxis: axis(theme, { type: "value", axisLabel: { formatter: (hour: number) => `${count(hour)} h` } }),
      yAxis: axis(theme, {
        type: "category",
        inverse: true,
        data: rows.map((row) => label(text(row, "step"))),
        splitLine: { show: false },
        axisLabel: { color: theme.text },
      }),
      series: [
        {
          type: "bar",
          stack: "steps",
          z: 3,
          barCategoryGap: "22%",
          data: bars.map(({ row, base, height }) => ({
            value: base + height,
            itemStyle: { color: "transparent" },
            label: {
              show: true,
              position: "right",
              color: theme.text,
              fontSize: theme.fontSize,
              formatter: barLabel(row, height),
            },
          })),
        },
        {
          type: "custom",
          data: bars.map(({ base, height }, index) => [index, base, base + height]),
          encode: { x: [1, 2], y: 0 },
          renderItem: (_: unknown, api: BarApi) => {
            const index = api.value(0);
            const [left = 0, y = 0] = api.coord([api.value(1), index]);
            const [right = 0] = api.coord([api.value(2), index]);
            const [, band = 0] = api.size([0, 1]);
            const row = rows[index];
            const step = text(row, "step");
            const isLevel = text(row, "kind") === "level";
            const isDim = bucket !== "" && bucket !== step && !isLevel;
            return {
              type: "rect",
              shape: {
                x: left,
                y: y - band * 0.39,
                width: Math.max(1.5, right - left),
                height: band * 0.78,
                r: 2,
              },
              style: {
                fill: isLevel ? levelFill(step, theme.accent, theme.fill("running")) : theme.fill(step),
                opacity: isDim ? 0.35 : 1,
              },
            };
          },
        },
      ],
    }),
  });
}

interface BarApi {
  readonly value: (dimension: number) => number;
  readonly coord: (point: readonly number[]) => readonly number[];
  readonly size: (extent: readonly number[]) => readonly number[];
}

function levelFill(step: string, accent: string, good: Fill): Fill {
  return step === "fully_productive_time" ? good : accent;
}

function barLabel(row: Row, height: number): string {
  const oee = num(row, "oee_points");
  const share = percent(num(row, "calendar_ratio"));
  const sign =
    text(row, "kind") === "loss" && num(row, "duration_s") !== 0
      ? (num(row, "duration_s") ?? 0) < 0
        ? "+"
        : "−"
      : "";
  return `${sign}${count(height, 1)} h  ${share}${oee === null ? "" : `  ${points(oee).replace("+", "")} pts`}`;
}

function reasons(opened: Row, context: ScreenContext): HTMLElement {
  const { route, plant } = context;
  const step = text(opened, "step");
  const all = context.answers("reasons");
  const stepAt = all.columns.indexOf("step");
  const answer = { columns: all.columns, rows: all.rows.filter((row) => row[stepAt] === step) };
  const rows = rowsOf(answer);
  const canOpen = step !== "reject";
  return card({
    title: `${label(step)}: reasons`,
    subtitle:
      route.product === ""
        ? meaning(step)
        : `${meaning(step)} Reasons are not split by product: these are of all products.`,
    answer,
    file: `reasons-${step}`,
    isTable: route.isTable,
    body: () =>
      chart({
        label: `Reasons of ${label(step)}`,
        height: Math.max(6, Math.min(30, 2.2 + rows.length * 1.9)),
        steps: rows.length,
        onPick: ({ dataIndex }) => {
          const row = rows[dataIndex];
          if (row !== undefined && canOpen) {
            context.go({ screen: "losses", bucket: step, reason: text(row, "reason_code") || "-" });
          }
        },
        tip: ({ dataIndex }) => {
          const row = rows[dataIndex];
          if (row === undefined) return undefined;
          const [stops, rejects] = [num(row, "stop_count"), num(row, "reject_qty")];
          return {
            title: reasonName(plant, text(row, "reason_code")),
            lines: [
              ["lost", `${hours(num(row, "loss_s"), 2)} of ${hours(num(opened, "duration_s"), 2)}`],
              ...(stops === null ? [] : [["stops", count(stops)] as const]),
              ...(num(row, "longest_s") === null
                ? []
                : [["longest", duration(num(row, "longest_s"))] as const]),
              ...(rejects === null ? [] : [["pieces", count(rejects)] as const]),
            ],
          };
        },
        option: (theme) => ({
          grid: { left: 4, right: theme.fontSize * 5, top: 4, bottom: 4, containLabel: true },
          tooltip: { trigger: "item" },
          xAxis: axis(theme, {
            type: "value",
            axisLabel: { formatter: (hour: number) => `${count(hour)} h` },
          }),
          yAxis: axis(theme, {
            type: "category",
            inverse: true,
            splitLine: { show: false },
            axisLabel: { color: theme.text },
            data: rows.map((row) => reasonName(plant, text(row, "reason_code"))),
          }),
          series: [
            {
              type: "bar",
              data: rows.map((row) => (num(row, "loss_s") ?? 0) / 3600),
              itemStyle: { color: theme.fill(step), borderRadius: 2 },
              barMaxWidth: 26,
              label: {
                show: true,
                position: "right",
                color: theme.text,
                formatter: ({ value }: { value: number }) => `${count(value, 1)} h`,
              },
            },
          ],
        }),
      }),
  });
}
