import { svg } from "../dom.ts";

export interface SparkOptions {
  readonly values: readonly (number | null)[];
  readonly target: number | null;
  readonly label: string;
}

const [width, height, rim] = [160, 36, 4];

/** A small line with its last point marked; gaps stay gaps. */
export function spark({ values, target, label }: SparkOptions): SVGElement {
  // At least 30 points of height, so that noise looks like noise.
  const known = [...values, target].filter((value) => value !== null);
  const middle = (Math.min(...known) + Math.max(...known)) / 2;
  const reach = Math.max(0.15, Math.max(...known) - middle);
  const x = (index: number) => rim + (index * (width - 2 * rim)) / Math.max(1, values.length - 1);
  const y = (value: number) => height / 2 - ((value - middle) / reach) * (height / 2 - rim);
  let path = "";
  let isDown = false;
  for (const [index, value] of values.entries()) {
    if (value === null) isDown = false;
    else {
      path += `${isDown ? "L" : "M"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
      isDown = true;
    }
  }
  const last = values.findLastIndex((value) => value !== null);
  const lastValue = values[last];
  return svg(
    "svg",
    {
      class: "spark",
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": label,
      preserveAspectRatio: "none",
    },
    target === null
      ? null
      : svg("line", { class: "spark-target", x1: 0, x2: width, y1: y(target), y2: y(target) }),
    svg("path", { class: "spark-line", d: path }),
    typeof lastValue === "number"
      ? svg("path", { class: "spark-last", d: `M${x(last)} ${y(lastValue)}h0` })
      : null,
  );
}
