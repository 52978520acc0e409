import type { Answer } from "../../shared/answer.ts";
import { boardRequests } from "../../shared/requests.ts";
import type { Screen, ScreenContext } from "../context.ts";
import { machineName, reasonName } from "../context.ts";
import { h } from "../dom.ts";
import { count, dateClock, duration, hours, percent, points, shortDate } from "../format.ts";
import { card } from "../parts/card.ts";
import { axis, chart, legend } from "../parts/chart.ts";
import { tiles } from "../parts/tiles.ts";
import { withTip } from "../parts/tip.ts";
import { num, rowsOf, text, time, type Row } from "../rows.ts";
import { label, shiftName } from "../words.ts";

/** One shift, hour by hour, and its report on one page of paper. */
export const shift: Screen = async (context) => {
  const { route, ask, place } = context;
  const shifts = rowsOf(context.answers("shifts"));
  const chosen =
    shifts.find(
      (row) => text(row, "production_date") === route.day && text(row, "shift_id") === route.board,
    ) ??
    shifts.find((row) => num(row, "planned_production_s") !== 0) ??
    shifts[0];
  if (chosen === undefined) return h("p", { class: "nothing" }, "No shift was worked in these dates");
  const [day, shiftId] = [text(chosen, "production_date"), text(chosen, "shift_id")];
  const requests = boardRequests(route, day, shiftId);
  const answers = await Promise.all(requests.map(ask));
  const answerTo = (name: string): Answer => {
    const found = answers[requests.findIndex((request) => request.name === name)];
    if (found === undefined) throw new Error(`${name} was not asked`);
    return found;
  };
  const board = answerTo("shift_hours");
  const title = `${place.scope === "plant" ? "Plant" : place.scopeId}, ${shiftName(shiftId)} shift of ${shortDate(day)}`;
  return h(
    "div",
    { class: "screen report-page" },
    h(
      "div",
      { class: "bar-row" },
      h("h2", { class: "page-title" }, title),
      shiftPicker(shifts, `${day} ${shiftId}`, context),
      h("button", { type: "button", class: "quiet no-print", onclick: () => print() }, "Print the report"),
    ),
    tiles(answerTo("tiles"), context),
    h(
      "div",
      { class: "columns" },
      card({
        title: "Hour by hour",
        subtitle: targetWords(board),
        answer: board,
        file: `shift-${day}-${shiftId}`,
        isTable: route.isTable,
        body: () => hourTable(board),
      }),
      card({
        title: "Good pieces against target",
        subtitle: "added up over the shift",
        answer: board,
        file: `worm-${day}-${shiftId}`,
        isTable: route.isTable,
        body: () => worm(board),
      }),
    ),
    reportFoot(answerTo("losses"), answerTo("stops"), answerTo("coverage"), context),
  );
};

function shiftPicker(shifts: readonly Row[], chosen: string, { go }: ScreenContext): HTMLElement {
  const options = shifts.map((row) => {
    const value = `${text(row, "production_date")} ${text(row, "shift_id")}`;
    const name = `${shortDate(text(row, "production_date"))} ${shiftName(text(row, "shift_id"))} (${percent(num(row, "oee"), 0)})`;
    return h("option", { value, selected: value === chosen }, name);
  });
  const select = h("select", { "aria-label": "Shift", class: "no-print" }, options);
  select.addEventListener("change", () => {
    const [day = "", ...rest] = select.value.split(" ");
    go({ day, board: rest.join(" ") });
  });
  return select;
}

function targetWords(board: Answer): string {
  const target = num(rowsOf(board)[0], "oee_target");
  return target === null
    ? "target: planned time at standard speed (no OEE target is set)"
    : `target: planned time at standard speed x OEE target ${percent(target, 0)}`;
}

const parts = [
  "running",
  "minor_stop",
  "breakdown",
  "setup",
  "starved",
  "blocked",
  "other_stop",
  "planned_stop",
  "no_data",
] as const;

function hourTable(board: Answer): HTMLElement {
  const rows = rowsOf(board);
  const most = Math.max(
    1,
    ...rows.map((row) => parts.reduce((sum, part) => sum + (num(row, `${part}_s`) ?? 0), 0)),
  );
  const titles = ["Hour", "Good", "Target", "Rejects", "OEE", "Where the time went"];
  return h(
    "table",
    { class: "hours" },
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
        const [good, target] = [num(row, "good_qty") ?? 0, num(row, "target_qty")];
        const isShort = target !== null && good < target - 0.5;
        return h(
          "tr",
          {},
          h("th", { scope: "row" }, text(row, "local_hour")),
          h(
            "td",
            { class: `number ${isShort ? "short" : "met"}` },
            `${count(good)} ${target === null ? "" : isShort ? "▼" : "▲"}`,
          ),
          h("td", { class: "number", title: target ?? undefined }, count(target)),
          h("td", { class: "number" }, count(num(row, "reject_qty"))),
          withTip(
            h("td", { class: "number" }, percent(num(row, "oee"), 0)),
            `Hour from ${text(row, "local_hour")}`,
            [
              ["standard time of good pieces", duration(num(row, "ideal_good_s"))],
              ["planned production", duration(num(row, "planned_production_s"))],
              ["availability", percent(num(row, "availability"))],
              ["performance", percent(num(row, "performance"))],
              ["quality", percent(num(row, "quality"))],
            ],
          ),
          h("td", { class: "hour-parts" }, hourParts(row, most)),
        );
      }),
    ),
  );
}

function hourParts(row: Row, most: number): HTMLElement {
  const shown = parts.filter((part) => (num(row, `${part}_s`) ?? 0) > 0);
  const strip = h(
    "div",
    { class: "strip" },
    shown.map((part) => {
      const piece = h("span", { class: `fill-${part}` });
      piece.style.width = `${((num(row, `${part}_s`) ?? 0) / most) * 100}%`;
      return piece;
    }),
  );
  return withTip(
    strip,
    `Hour from ${text(row, "local_hour")}`,
    [...shown, "reduced_speed", "reject"]
      .filter((part) => num(row, `${part}_s`) !== null)
      .map((part) => [label(part), duration(num(row, `${part}_s`))] as const),
  );
}

function worm(board: Answer): HTMLElement {
  const rows = rowsOf(board);
  return chart({
    label: `Good pieces added up: ${count(num(rows.at(-1), "cumulative_good_qty"))}, target ${count(num(rows.at(-1), "cumulative_target_qty"))}`,
    height: 22,
    steps: rows.length,
    tip: ({ dataIndex }) => {
      const row = rows[dataIndex];
      if (row === undefined) return undefined;
      return {
        title: `Up to the end of the hour from ${text(row, "local_hour")}`,
        lines: [
          ["good so far", count(num(row, "cumulative_good_qty"))],
          ["target so far", count(num(row, "cumulative_target_qty"))],
          ["good in the hour", count(num(row, "good_qty"))],
          ["target of the hour", count(num(row, "target_qty"))],
        ],
      };
    },
    option: (theme) => ({
      grid: { left: 4, right: 12, top: theme.fontSize * 2.4, bottom: 4, containLabel: true },
      legend: legend(theme),
      tooltip: { trigger: "axis" },
      xAxis: axis(theme, {
        type: "category",
        data: rows.map((row) => text(row, "local_hour")),
        axisLabel: { hideOverlap: true },
      }),
      yAxis: axis(theme, { type: "value", axisLabel: { formatter: (value: number) => count(value) } }),
      series: [
        {
          name: "Good",
          type: "line",
          data: rows.map((row) => num(row, "cumulative_good_qty")),
          lineStyle: { color: theme.good, width: 3 },
          itemStyle: { color: theme.good },
          symbolSize: 6,
        },
        {
          name: "Target",
          type: "line",
          data: rows.map((row) => num(row, "cumulative_target_qty")),
          lineStyle: { color: theme.text, width: 1.5, type: "dashed" },
          itemStyle: { color: theme.text },
          symbol: "none",
        },
      ],
    }),
  });
}

function list(title: string, items: readonly Node[]): HTMLElement {
  return h(
    "section",
    { class: "card" },
    h("header", {}, h("h2", {}, title)),
    h("ol", { class: "plain" }, items.length === 0 ? h("li", {}, "none") : items),
  );
}

/** What a shift leader reads and signs: losses, longest stops, open questions. */
function reportFoot(losses: Answer, stops: Answer, coverage: Answer, context: ScreenContext): HTMLElement {
  const { plant, place } = context;
  const top = rowsOf(losses)
    .filter((row) => (num(row, "loss_s") ?? 0) > 0)
    .slice(0, 5);
  const longest = rowsOf(stops).slice(0, 5);
  const machines = rowsOf(coverage);
  const open = machines
    .filter((row) => (num(row, "unexplained_s") ?? 0) > 0 || (num(row, "no_data_s") ?? 0) > 0)
    .toSorted((a, b) => (num(b, "unexplained_s") ?? 0) - (num(a, "unexplained_s") ?? 0))
    .slice(0, 5);
  return h(
    "div",
    { class: "columns three" },
    list(
      "Top losses",
      top.map((row) =>
        h(
          "li",
          {},
          h("span", { class: `dot dot-${text(row, "loss")}` }),
          `${label(text(row, "loss"))} `,
          h("b", {}, hours(num(row, "loss_s"))),
          ` (${points(num(row, "oee_points")).replace("+", "")} pts)`,
        ),
      ),
    ),
    list(
      "Longest stops",
      longest.map((row) =>
        h(
          "li",
          {},
          h("b", {}, duration(num(row, "duration_s"))),
          ` ${machineName(plant, text(row, "machine_id"))}, ${reasonName(plant, text(row, "reason_code"))}, ${dateClock(time(row, "started_at"), place.zone)}`,
        ),
      ),
    ),
    list("Open questions", [
      ...open.map((row) =>
        h(
          "li",
          {},
          `${machineName(plant, text(row, "machine_id"))}: `,
          h("b", {}, duration(num(row, "unexplained_s"))),
          ` of stops without a reason${(num(row, "no_data_s") ?? 0) > 0 ? `, ${duration(num(row, "no_data_s"))} without data` : ""}`,
        ),
      ),
      h("li", { class: "signature" }, "Confirmed by: ______________________"),
    ]),
  );
}
