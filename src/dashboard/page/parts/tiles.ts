import type { Answer } from "../../shared/answer.ts";
import type { ScreenContext } from "../context.ts";
import { h, sized } from "../dom.ts";
import { count, hours, percent, points } from "../format.ts";
import { num, rowsOf, text, type Row } from "../rows.ts";
import { label, meaning } from "../words.ts";
import { csvOf, saveFile } from "./csv.ts";
import { withTip, type TipLine } from "./tip.ts";

/** Numerator and denominator of each ratio, as columns of a row and as people say them. */
const fractions: Readonly<Record<string, readonly [top: string, bottom: string]>> = {
  oee: ["ideal_good_s", "planned_production_s"],
  availability: ["operating_s", "planned_production_s"],
  performance: ["ideal_run_s", "operating_s"],
  quality: ["ideal_good_s", "ideal_run_s"],
};

const partNames: Readonly<Record<string, string>> = {
  ideal_good_s: "standard time of good pieces",
  ideal_run_s: "standard time of all pieces",
  operating_s: "operating time",
  planned_production_s: "planned production",
};

/** What a ratio rests on: numerator, denominator, bounds, target. */
export function ratioTip(row: Row | undefined, name: string, target: number | null): readonly TipLine[] {
  const [top = "", bottom = ""] = fractions[name] ?? [];
  const [low, high, missing] = [num(row, "oee_low"), num(row, "oee_high"), num(row, "no_data_s") ?? 0];
  return [
    meaning(name),
    [partNames[top] ?? top, hours(num(row, top), 2)],
    [partNames[bottom] ?? bottom, hours(num(row, bottom), 2)],
    ["ratio", percent(num(row, name), 3)],
    ...(target === null ? [] : [["target", percent(target)] as const]),
    ...(name === "oee" && missing > 0
      ? [
          ["no data", hours(missing, 2)] as const,
          ["so it lies between", `${percent(low)} and ${percent(high)}`] as const,
        ]
      : []),
  ];
}

/** OEE and its three factors, large enough for a wall. */
export function tiles(answer: Answer, { route }: Pick<ScreenContext, "route">): HTMLElement {
  const rows = rowsOf(answer);
  const current = rows.find((row) => text(row, "period") === "current");
  const previous = rows.find((row) => text(row, "period") === "previous");
  const names = ["oee", "availability", "performance", "quality"] as const;
  return h(
    "section",
    { class: "tiles", "aria-label": "Overall equipment effectiveness" },
    names.map((name, index) => [
      index === 0 ? null : h("span", { class: "tiles-sign", "aria-hidden": "true" }, index === 1 ? "=" : "×"),
      tile(name, current, previous),
    ]),
    coverageTile(current),
    h(
      "button",
      {
        type: "button",
        class: "quiet tiles-csv",
        "aria-label": "These figures as CSV",
        onclick: () => saveFile(`oee-${route.from}-${route.to}.csv`, csvOf(answer), "text/csv"),
      },
      "CSV",
    ),
  );
}

function tile(name: string, current: Row | undefined, previous: Row | undefined): HTMLElement {
  const [value, before, target] = [num(current, name), num(previous, name), num(current, `${name}_target`)];
  const isShort = value !== null && target !== null && value < target;
  const [top = "", bottom = ""] = fractions[name] ?? [];
  const mark = target === null || value === null ? "" : isShort ? "▼ below" : "▲ meets";
  return withTip(
    h(
      "div",
      { class: `tile ${name === "oee" ? "tile-main" : ""}`, "data-tile": name },
      h("h2", {}, label(name)),
      h("p", { class: "tile-value", "data-value": value }, percent(value)),
      h(
        "div",
        { class: "bar", "aria-hidden": "true" },
        sized(h("div", { class: isShort ? "bar-fill short" : "bar-fill" }), "width", value ?? 0),
        target === null ? null : sized(h("div", { class: "bar-target" }), "left", target),
      ),
      h(
        "p",
        { class: "tile-facts" },
        target === null
          ? null
          : h("span", { class: isShort ? "short" : "met" }, `${mark} target ${percent(target, 0)}`),
        value === null || before === null ? null : h("span", {}, `${points(value - before)} pts`),
      ),
      h("p", { class: "tile-fraction" }, `${hours(num(current, top))} of ${hours(num(current, bottom))}`),
    ),
    label(name),
    [
      ...ratioTip(current, name, target),
      ...(before === null ? [] : [["in as many dates before", percent(before)] as const]),
    ],
  );
}

function coverageTile(current: Row | undefined): HTMLElement {
  const [coverage, low, high] = [num(current, "coverage"), num(current, "oee_low"), num(current, "oee_high")];
  const isWhole = coverage !== null && coverage >= 0.9995;
  const pieces = `${count(num(current, "good_qty"))} good of ${count(num(current, "total_qty"))}`;
  return withTip(
    h(
      "div",
      { class: "tile tile-data", "data-tile": "coverage" },
      h("h2", {}, "Data coverage"),
      h("p", { class: "tile-value", "data-value": coverage }, percent(coverage)),
      h(
        "div",
        { class: "bar hatched", "aria-hidden": "true" },
        sized(h("div", { class: "bar-fill" }), "width", coverage ?? 0),
      ),
      h(
        "p",
        { class: "tile-facts" },
        isWhole || low === null ? "complete" : `OEE ${percent(low)} to ${percent(high)}`,
      ),
      h("p", { class: "tile-fraction" }, pieces),
    ),
    "Data coverage",
    [
      "Planned production / planned production and time without data.",
      ["planned production", hours(num(current, "planned_production_s"), 2)],
      ["no data", hours(num(current, "no_data_s"), 2)],
      ["OEE if it was all lost", percent(low)],
      ["OEE if it was all productive", percent(high)],
    ],
  );
}
