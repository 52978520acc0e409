import { BarChart, CustomChart, HeatmapChart, LineChart, ScatterChart } from "echarts/charts";
import {
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { init, use, type ECharts, type EChartsCoreOption } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

import { h } from "../dom.ts";
import { currentTheme, type Theme } from "../theme.ts";
import { tipContent, type TipLine } from "./tip.ts";

use([
  BarChart,
  CustomChart,
  HeatmapChart,
  LineChart,
  ScatterChart,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
  CanvasRenderer,
]);

interface Point {
  readonly seriesIndex: number;
  readonly dataIndex: number;
}

export interface ChartOptions {
  /** For those who cannot see it: what the chart shows. */
  readonly label: string;
  /** In rem. */
  readonly height: number;
  readonly option: (theme: Theme) => EChartsCoreOption;
  /** What stands behind a point; nothing where it has nothing to say. */
  readonly tip: (point: Point) => { readonly title: string; readonly lines: readonly TipLine[] } | undefined;
  readonly onPick?: (point: Point) => void;
  /** How many points of the first series the arrow keys walk through. */
  readonly steps?: number;
}

interface Mounted {
  readonly redraw: () => void;
  readonly dispose: () => void;
}

const mounted = new Set<Mounted>();

/** Frees all charts of the screen that is left. */
export function disposeCharts(): void {
  for (const each of mounted) each.dispose();
  mounted.clear();
}

/** Draws all charts anew, as for another theme. */
export function redrawCharts(): void {
  for (const each of mounted) each.redraw();
}

/** A chart that draws itself as soon as it has a place, and again when that changes. */
export function chart(options: ChartOptions): HTMLElement {
  const { label, height, onPick, steps = 0 } = options;
  const element = h("div", {
    class: "chart",
    role: "group",
    "aria-roledescription": "chart",
    "aria-label": label,
    tabindex: steps > 0 ? 0 : undefined,
  });
  element.style.height = `${height}rem`;
  let drawn: ECharts | undefined;
  const redraw = (): void => {
    drawn?.resize();
    drawn?.setOption(completeOption(options), { notMerge: true });
  };
  const observer = new ResizeObserver(() => {
    if (element.clientWidth === 0) return;
    if (drawn !== undefined) {
      redraw();
      return;
    }
    drawn = init(element, null, { renderer: "canvas" });
    drawn.setOption(completeOption(options));
    if (onPick !== undefined) {
      drawn.on("click", (event) => {
        const point = pointOf(event);
        if (point !== undefined) onPick(point);
      });
    }
  });
  observer.observe(element);
  mounted.add({
    redraw,
    dispose: () => {
      observer.disconnect();
      drawn?.dispose();
    },
  });
  if (steps > 0) walkByKeys(element, steps, () => drawn, onPick);
  return element;
}

/** Left and right go from point to point, Enter opens one. */
function walkByKeys(
  element: HTMLElement,
  steps: number,
  drawn: () => ECharts | undefined,
  onPick: ChartOptions["onPick"],
): void {
  let at = -1;
  element.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      at = (at + (event.key === "ArrowRight" ? 1 : -1) + steps) % steps;
      drawn()?.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: at });
      event.preventDefault();
    } else if (event.key === "Enter" && at >= 0) onPick?.({ seriesIndex: 0, dataIndex: at });
    else if (event.key === "Escape") drawn()?.dispatchAction({ type: "hideTip" });
  });
}

function pointOf(event: unknown): Point | undefined {
  const first: unknown = Array.isArray(event) ? event[0] : event;
  if (typeof first !== "object" || first === null || !("dataIndex" in first)) return undefined;
  const seriesIndex = "seriesIndex" in first && typeof first.seriesIndex === "number" ? first.seriesIndex : 0;
  return typeof first.dataIndex === "number" ? { seriesIndex, dataIndex: first.dataIndex } : undefined;
}

function completeOption({ option, tip }: ChartOptions): EChartsCoreOption {
  const theme = currentTheme();
  const made = option(theme);
  const given = typeof made["tooltip"] === "object" ? made["tooltip"] : {};
  return {
    animation: false,
    textStyle: { color: theme.text, fontSize: theme.fontSize, fontFamily: "inherit" },
    ...made,
    tooltip: {
      confine: true,
      backgroundColor: theme.surface,
      borderColor: theme.line,
      textStyle: { color: theme.text, fontSize: theme.fontSize, fontFamily: "inherit" },
      ...given,
      // An element and not markup: a machine may be called anything.
      formatter: (event: unknown) => {
        const point = pointOf(event);
        const content = point === undefined ? undefined : tip(point);
        return content === undefined ? "" : tipContent(content.title, content.lines);
      },
    },
  };
}

/** An axis in the colours of the theme. */
export function axis(
  theme: Theme,
  more: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { axisLabel, ...rest } = more;
  return {
    axisLine: { lineStyle: { color: theme.line } },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: theme.line } },
    ...rest,
    axisLabel: {
      color: theme.muted,
      fontSize: theme.fontSize,
      hideOverlap: true,
      ...(typeof axisLabel === "object" ? axisLabel : {}),
    },
  };
}

/** A legend above the chart, in the colours of the theme. */
export function legend(theme: Theme, names?: readonly string[]): Readonly<Record<string, unknown>> {
  return {
    top: 0,
    left: 0,
    itemWidth: theme.fontSize,
    itemHeight: theme.fontSize,
    textStyle: { color: theme.muted, fontSize: theme.fontSize },
    inactiveColor: theme.isDark ? "#6b7884" : "#8a96a1",
    ...(names === undefined ? {} : { data: names }),
  };
}
