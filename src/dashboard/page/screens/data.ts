import type { Answer, ModelVersion } from "../../shared/answer.ts";
import type { Screen, ScreenContext } from "../context.ts";
import { machineName } from "../context.ts";
import { h } from "../dom.ts";
import { count, duration, hours, percent, shortDate } from "../format.ts";
import { models } from "../store.ts";
import { card } from "../parts/card.ts";
import { axis, chart } from "../parts/chart.ts";
import { dataTable } from "../parts/table.ts";
import { num, rowsOf, text } from "../rows.ts";

/** How far to trust the figures. */
export const data: Screen = async (context) => {
  const { route } = context;
  const [coverage, arrival, standards, restatements] = [
    context.answers("coverage"),
    context.answers("arrival"),
    context.answers("standards"),
    context.answers("restatements"),
  ];
  const versions = versionAnswer(await models());
  const flagged = rowsOf(standards).filter((row) => row["is_flagged"] === true).length;
  return h(
    "div",
    { class: "screen" },
    card({
      title: "Coverage by date",
      subtitle:
        "share of planned time of which anything is known; grey: nothing planned, hatched: nothing known",
      answer: context.answers("coverage_days"),
      file: "coverage-by-date",
      isTable: route.isTable,
      body: () => calendar(context.answers("coverage_days"), context),
    }),
    card({
      title: "Coverage and reasons by machine",
      subtitle:
        "planned time without data and what it leaves open; stops without a reason; pieces without a standard",
      answer: coverage,
      file: "coverage",
      isTable: route.isTable,
      body: () => dataTable(coverage, "Coverage and reasons by machine"),
    }),
    h(
      "div",
      { class: "columns" },
      card({
        title: "How the data came in",
        subtitle: "per batch: late, twice, out of order, refused",
        answer: arrival,
        file: "arrival",
        isTable: route.isTable,
        body: () => dataTable(arrival, "How the data came in"),
      }),
      card({
        title: "Standards",
        subtitle: `${count(flagged)} flagged; the standard against the best hour shown: below 1 the machine can do better`,
        answer: standards,
        file: "standards",
        isTable: route.isTable,
        body: () => dataTable(standards, "Standards"),
      }),
    ),
    card({
      title: "Restatements",
      subtitle: "shifts whose figures changed after they had been published, and why",
      answer: restatements,
      file: "restatements",
      isTable: route.isTable,
      body: () => dataTable(restatements, "Restatements"),
    }),
    card({
      title: "SQL versions",
      subtitle: "every figure is made by one of these files",
      answer: versions,
      file: "sql-versions",
      isTable: route.isTable,
      body: () => dataTable(versions, "SQL versions"),
    }),
  );
};

function versionAnswer(versions: readonly ModelVersion[]): Pick<Answer, "columns" | "rows"> {
  return {
    columns: ["relation", "kind", "version", "description"],
    rows: versions.map(({ relation, kind, version, description }) => [relation, kind, version, description]),
  };
}

function calendar(answer: Answer, { plant, go }: ScreenContext): HTMLElement {
  const rows = rowsOf(answer);
  const machines = [...new Set(rows.map((row) => text(row, "machine_id")))];
  const dates = [...new Set(rows.map((row) => text(row, "production_date")))].toSorted();
  return chart({
    label: `Coverage of ${machines.length} machines on ${dates.length} dates`,
    height: Math.max(8, 4 + machines.length * 1.4),
    onPick: ({ dataIndex }) => {
      const row = rows[dataIndex];
      if (row !== undefined)
        go({
          screen: "timeline",
          scope: "machine",
          scopeId: text(row, "machine_id"),
          day: text(row, "production_date"),
        });
    },
    tip: ({ dataIndex }) => {
      const row = rows[dataIndex];
      if (row === undefined) return undefined;
      return {
        title: `${machineName(plant, text(row, "machine_id"))}, ${shortDate(text(row, "production_date"))}`,
        lines: [
          ["coverage", percent(num(row, "coverage"), 2)],
          ["known planned production", hours(num(row, "planned_production_s"), 2)],
          ["no data", duration(num(row, "no_data_s"))],
          ["OEE between", `${percent(num(row, "oee_low"))} and ${percent(num(row, "oee_high"))}`],
        ],
      };
    },
    option: (theme) => ({
      grid: { left: 4, right: 4, top: 4, bottom: 4, containLabel: true },
      tooltip: { trigger: "item" },
      xAxis: axis(theme, {
        type: "category",
        data: dates.map(shortDate),
        splitLine: { show: false },
        axisLabel: { hideOverlap: true },
      }),
      yAxis: axis(theme, {
        type: "category",
        inverse: true,
        data: machines,
        splitLine: { show: false },
        axisLabel: { color: theme.text, interval: 0 },
      }),
      visualMap: {
        show: false,
        min: 0,
        max: 1,
        dimension: 2,
        inRange: { color: ["#d55e00", "#e5d52e", "#009e73"] },
      },
      series: [
        {
          type: "heatmap",
          data: rows.map((row) => {
            const coverage = num(row, "coverage");
            const place = [
              dates.indexOf(text(row, "production_date")),
              machines.indexOf(text(row, "machine_id")),
            ];
            return coverage === null || coverage === 0
              ? {
                  value: [...place, 0],
                  visualMap: false,
                  itemStyle: { color: theme.fill(coverage === null ? "unscheduled" : "no_data") },
                }
              : { value: [...place, coverage] };
          }),
          itemStyle: { borderColor: theme.surface, borderWidth: 1 },
        },
      ],
    }),
  });
}
