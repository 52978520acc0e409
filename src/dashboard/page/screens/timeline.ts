import { shownDay } from "../../shared/requests.ts";
import { addDays } from "../../shared/route.ts";
import type { Screen, ScreenContext } from "../context.ts";
import { machineName, placeOf, reasonName } from "../context.ts";
import { h } from "../dom.ts";
import { clock, count, dateClock, duration, shortDate } from "../format.ts";
import { card } from "../parts/card.ts";
import { axis, chart } from "../parts/chart.ts";
import { num, rowsOf, text, time, type Row } from "../rows.ts";
import type { Theme } from "../theme.ts";
import { label } from "../words.ts";

const buckets = [
  "running",
  "minor_stop",
  "breakdown",
  "setup",
  "starved",
  "blocked",
  "other_stop",
  "planned_stop",
  "unscheduled",
  "no_data",
] as const;

/** The states of all machines of the place on one axis, with the pieces of each hour under them. */
export const timeline: Screen = (context) => {
  const { route, plant } = context;
  const day = shownDay(route);
  const answer = context.answers("timeline");
  const step = (days: number) =>
    h(
      "button",
      {
        type: "button",
        class: "quiet",
        disabled: days < 0 ? day <= plant.span.first : day >= plant.span.last,
        onclick: () => context.go({ day: addDays(day, days) }),
      },
      days < 0 ? "← day before" : "day after →",
    );
  return h(
    "div",
    { class: "screen" },
    card({
      title: `States on ${shortDate(day)}`,
      subtitle:
        "scroll or pinch to zoom, drag to move; stops are never thinner than a line; hatched is no data",
      answer,
      file: `states-${day}`,
      isTable: route.isTable,
      actions: [step(-1), step(1)],
      body: () => h("div", {}, key(), picture(context)),
    }),
  );
};

function key(): HTMLElement {
  return h(
    "ul",
    { class: "key" },
    buckets.map((bucket) => h("li", {}, h("span", { class: `dot dot-${bucket}` }), label(bucket))),
  );
}

interface Segment {
  readonly row: Row;
  readonly lane: number;
  readonly start: number;
  readonly end: number;
  readonly bucket: string;
}

function picture(context: ScreenContext): HTMLElement {
  const { plant, place, route } = context;
  const rows = rowsOf(context.answers("timeline"));
  const machines = [...new Set(rows.map((row) => text(row, "machine_id")))];
  const lanes = new Map(machines.map((machine, lane) => [machine, lane]));
  const known = rows.flatMap((row): readonly Segment[] => {
    const [start, end] = [time(row, "started_at"), time(row, "ended_at")];
    if (start === null || end === null) return [];
    return [{ row, lane: lanes.get(text(row, "machine_id")) ?? 0, start, end, bucket: text(row, "bucket") }];
  });
  // Stops are drawn after the running time around them, so that a short one is not covered.
  const segments = known.toSorted((a, b) => Number(a.bucket !== "running") - Number(b.bucket !== "running"));
  const pulses = rowsOf(context.answers("pulse")).filter((row) => lanes.has(text(row, "machine_id")));
  const most = Math.max(
    1,
    ...pulses.map((row) => (num(row, "good_qty") ?? 0) + (num(row, "reject_qty") ?? 0)),
  );
  const [first, last] = [
    Math.min(...known.map(({ start }) => start)),
    Math.max(...known.map(({ end }) => end)),
  ];
  const zoneOf = (machine: string) =>
    placeOf(plant, { scope: "machine", scopeId: machine })?.zone ?? place.zone;
  if (known.length === 0) return h("p", { class: "nothing" }, "No machine was known yet on this date");
  return chart({
    label: `States of ${machines.length} machines from ${dateClock(first, place.zone)} to ${dateClock(last, place.zone)}`,
    height: Math.max(12, 6 + machines.length * (machines.length > 12 ? 2.1 : 4)),
    onPick: ({ seriesIndex, dataIndex }) => {
      const segment = seriesIndex === 0 ? segments[dataIndex] : undefined;
      if (segment === undefined || segment.bucket === "running") return;
      const reason = text(segment.row, "reason_code") || "-";
      context.go({
        screen: "losses",
        scope: "machine",
        scopeId: text(segment.row, "machine_id"),
        from: shownDay(route),
        to: shownDay(route),
        bucket: segment.bucket,
        reason,
      });
    },
    tip: ({ seriesIndex, dataIndex }) => {
      if (seriesIndex === 1) {
        const row = pulses[dataIndex];
        if (row === undefined) return undefined;
        const machine = text(row, "machine_id");
        return {
          title: machineName(plant, machine),
          lines: [
            ["hour from", clock(time(row, "hour_start_at"), zoneOf(machine))],
            ["good pieces", count(num(row, "good_qty"))],
            ["rejects", count(num(row, "reject_qty"))],
          ],
        };
      }
      const segment = segments[dataIndex];
      if (segment === undefined) return undefined;
      const machine = text(segment.row, "machine_id");
      const carried = time(segment.row, "carried_from_at");
      return {
        title: machineName(plant, machine),
        lines: [
          ["state", text(segment.row, "state")],
          ["counts as", label(segment.bucket)],
          ["reason", reasonName(plant, text(segment.row, "reason_code"))],
          ["from", clock(segment.start, zoneOf(machine), true)],
          ["to", clock(segment.end, zoneOf(machine), true)],
          ["lasted", duration((segment.end - segment.start) / 1000)],
          ...(carried === null ? [] : [["carried in from", dateClock(carried, zoneOf(machine))] as const]),
        ],
      };
    },
    option: (theme) => ({
      grid: { left: 4, right: 12, top: 4, bottom: theme.fontSize * 3.6, containLabel: true },
      tooltip: { trigger: "item" },
      dataZoom: [
        { type: "inside", filterMode: "weakFilter" },
        {
          type: "slider",
          filterMode: "weakFilter",
          height: theme.fontSize * 1.5,
          bottom: 2,
          borderColor: theme.line,
          fillerColor: theme.isDark ? "rgba(92,200,242,.15)" : "rgba(11,110,153,.12)",
          textStyle: { color: theme.muted, fontSize: theme.fontSize },
          labelFormatter: (at: number) => clock(at, place.zone),
          showDataShadow: false,
        },
      ],
      xAxis: axis(theme, {
        type: "time",
        splitNumber: 12,
        min: first,
        max: last,
        splitLine: { show: true, lineStyle: { color: theme.line } },
        axisLabel: { formatter: (at: number) => clock(at, place.zone), hideOverlap: true },
      }),
      yAxis: axis(theme, {
        type: "category",
        inverse: true,
        data: machines,
        splitLine: { show: false },
        axisLabel: { color: theme.text, interval: 0 },
      }),
      series: [
        {
          type: "custom",
          clip: true,
          // In one go: a picture that fills in slowly looks like a machine that stood.
          progressive: 0,
          data: segments.map(({ lane, start, end }, index) => [lane, start, end, index]),
          encode: { x: [1, 2], y: 0 },
          renderItem: (_: unknown, api: SegmentApi) => stateShape(api, segments, theme),
        },
        {
          type: "custom",
          clip: true,
          progressive: 0,
          z: 3,
          data: pulses.map((row) => {
            const start = time(row, "hour_start_at") ?? 0;
            const made = (num(row, "good_qty") ?? 0) + (num(row, "reject_qty") ?? 0);
            return [lanes.get(text(row, "machine_id")) ?? 0, start, start + 3_600_000, made / most];
          }),
          encode: { x: [1, 2], y: 0 },
          renderItem: (_: unknown, api: SegmentApi) => pulseShape(api, theme),
        },
      ],
    }),
  });
}

interface SegmentApi {
  readonly value: (dimension: number) => number;
  readonly coord: (point: readonly number[]) => readonly number[];
  readonly size: (extent: readonly number[]) => readonly number[];
}

/** Thinner than this and a stop could not be seen. */
const thinnest = 1.25;

function stateShape(api: SegmentApi, segments: readonly Segment[], theme: Theme): object {
  const [lane, start, end] = [api.value(0), api.value(1), api.value(2)];
  const [left = 0, y = 0] = api.coord([start, lane]);
  const [right = 0] = api.coord([end, lane]);
  const [, band = 0] = api.size([0, 1]);
  return {
    type: "rect",
    shape: { x: left, y: y - band * 0.42, width: Math.max(thinnest, right - left), height: band * 0.6 },
    style: { fill: theme.fill(segments[api.value(3)]?.bucket ?? "no_data") },
  };
}

function pulseShape(api: SegmentApi, theme: Theme): object {
  const [lane, share] = [api.value(0), api.value(3)];
  const [left = 0, y = 0] = api.coord([api.value(1), lane]);
  const [right = 0] = api.coord([api.value(2), lane]);
  const [, band = 0] = api.size([0, 1]);
  const height = Math.max(1, band * 0.2 * share);
  return {
    type: "rect",
    shape: { x: left + 0.5, y: y + band * 0.42 - height, width: Math.max(1, right - left - 1), height },
    style: { fill: theme.muted },
  };
}
