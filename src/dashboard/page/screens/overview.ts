import type { Answer } from "../../shared/answer.ts";
import type { Screen, ScreenContext } from "../context.ts";
import { h, sized } from "../dom.ts";
import { count, dateClock, hours, percent, points } from "../format.ts";
import { card } from "../parts/card.ts";
import { spark } from "../parts/spark.ts";
import { ratioTip, tiles } from "../parts/tiles.ts";
import { withTip } from "../parts/tip.ts";
import { num, rowsOf, text, type Row } from "../rows.ts";
import { label, meaning } from "../words.ts";
import { oeeLines } from "./trend.ts";

/** How the place does, what costs it most, and how each line and machine in it does. */
export const overview: Screen = (context) => {
  const units = rowsOf(context.answers("units"));
  const sparks = sparkSeries(context.answers("sparks"));
  const { scope, scopeId } = context.route;
  const own = units.find((row) => text(row, "scope") === scope && text(row, "scope_id") === scopeId);
  const below = units.filter((row) => row !== own && text(row, "scope") !== "site");
  return h(
    "div",
    { class: "screen" },
    tiles(context.answers("tiles"), context),
    h(
      "div",
      { class: "columns wide-left" },
      card({
        title: scope === "machine" ? "This machine" : "Lines and machines",
        subtitle: scope === "line" ? measuredBy(context) : "OEE of a line is that of its constraint",
        answer: context.answers("units"),
        file: "lines-and-machines",
        isTable: context.route.isTable,
        body: () => unitGroups(below.length === 0 && own !== undefined ? [own] : below, sparks, context),
      }),
      h("div", { class: "stack" }, lossCard(context), trendCard(context), freshness(context)),
    ),
  );
};

function measuredBy({ place }: ScreenContext): string {
  if (place.constraintId === "") return "OEE of this line is the sum over its machines";
  return `OEE of this line is that of its constraint ${place.constraintId}, by the pieces of ${place.outputId}`;
}

type Sparks = ReadonlyMap<string, readonly (number | null)[]>;

/** The OEE of each unit, in the order of time in which they come. */
function sparkSeries(answer: Answer): Sparks {
  const series = new Map<string, (number | null)[]>();
  for (const row of rowsOf(answer)) {
    const unit = unitOf(row);
    const values = series.get(unit) ?? [];
    values.push(num(row, "oee"));
    series.set(unit, values);
  }
  return series;
}

const unitOf = (row: Row): string => `${text(row, "scope")}:${text(row, "scope_id")}`;

const isOf = (machine: Row, line: Row): boolean => text(machine, "parent_id") === text(line, "scope_id");

/** Lines with their machines; machines without a line come last. */
function unitGroups(units: readonly Row[], sparks: Sparks, context: ScreenContext): HTMLElement {
  const lines = units.filter((row) => text(row, "scope") === "line");
  const machines = units.filter((row) => text(row, "scope") === "machine");
  const alone = machines.filter((machine) => !lines.some((line) => isOf(machine, line)));
  return h(
    "div",
    { class: "units" },
    lines.map((line) =>
      h(
        "div",
        { class: "unit-group" },
        unitRow(line, sparks, context),
        machines.filter((machine) => isOf(machine, line)).map((machine) => unitRow(machine, sparks, context)),
      ),
    ),
    alone.length === 0
      ? null
      : h(
          "div",
          { class: "unit-group" },
          lines.length === 0
            ? null
            : h("p", { class: "unit-note" }, `${count(alone.length)} without a line in machines.csv`),
          alone.map((machine) => unitRow(machine, sparks, context)),
        ),
  );
}

function unitRow(row: Row, sparks: Sparks, context: ScreenContext): HTMLElement {
  const [scope, id, oee, target] = [
    text(row, "scope"),
    text(row, "scope_id"),
    num(row, "oee"),
    num(row, "oee_target"),
  ];
  const isLine = scope === "line";
  const loss = text(row, "worst_loss");
  const name = text(row, "name");
  const open = h(
    "button",
    {
      type: "button",
      class: "unit-name",
      onclick: () => context.go(isLine ? { scope: "line", scopeId: id } : { scope: "machine", scopeId: id }),
    },
    h("b", {}, id),
    name === id ? null : h("span", {}, name),
  );
  const figure = withTip(
    h("div", { class: "unit-oee" }, h("span", { "data-value": oee }, percent(oee)), bar(oee, target)),
    `OEE of ${id}`,
    ratioTip(row, "oee", target),
  );
  const previous = num(row, "previous_oee");
  return h(
    "div",
    { class: `unit ${isLine ? "unit-line" : ""}`, "data-unit": `${scope}:${id}` },
    open,
    figure,
    h("div", { class: "unit-delta" }, oee === null || previous === null ? "" : points(oee - previous)),
    spark({
      values: sparks.get(unitOf(row)) ?? [],
      target,
      label: `OEE of ${id} over time, now ${percent(oee)}`,
    }),
    h(
      "div",
      { class: "unit-loss" },
      loss === "" ? "" : h("span", { class: `dot dot-${loss}` }),
      loss === "" ? "" : `${label(loss)} ${hours(num(row, "worst_loss_s"))}`,
    ),
    coverageMark(row),
  );
}

/** Only where something is missing: what is complete needs no words. */
function coverageMark(row: Row): HTMLElement {
  const coverage = num(row, "coverage");
  const isWhole = coverage === null || coverage >= 0.9995;
  // Nearly all is not all.
  const digits = (coverage ?? 1) >= 0.995 ? 1 : 0;
  return h("div", { class: "unit-coverage" }, isWhole ? "" : `${percent(coverage, digits)} data`);
}

function bar(ratio: number | null, target: number | null): HTMLElement {
  const isShort = ratio !== null && target !== null && ratio < target;
  return h(
    "div",
    { class: "bar", "aria-hidden": "true" },
    sized(h("div", { class: isShort ? "bar-fill short" : "bar-fill" }), "width", ratio ?? 0),
    target === null ? null : sized(h("div", { class: "bar-target" }), "left", target),
  );
}

function lossCard(context: ScreenContext): HTMLElement {
  const answer = context.answers("losses");
  const rows = rowsOf(answer).filter((row) => (num(row, "loss_s") ?? 0) > 0);
  const most = Math.max(1, ...rows.map((row) => num(row, "loss_s") ?? 0));
  const item = (row: Row): HTMLElement => {
    const loss = text(row, "loss");
    const [before, now] = [num(row, "previous_oee_points"), num(row, "oee_points")];
    const opened = h(
      "button",
      { type: "button", class: "loss", onclick: () => context.go({ screen: "waterfall" }) },
      h("span", { class: "loss-name" }, h("span", { class: `dot dot-${loss}` }), label(loss)),
      sized(h("span", { class: `loss-bar fill-${loss}` }), "width", (num(row, "loss_s") ?? 0) / most),
      h(
        "span",
        { class: "loss-figure" },
        h("b", {}, `${points(now).replace("+", "")} pts`),
        ` ${hours(num(row, "loss_s"), 0)}`,
      ),
    );
    return withTip(opened, label(loss), [
      meaning(loss),
      ["lost", hours(num(row, "loss_s"))],
      ["planned production", hours(num(row, "planned_production_s"))],
      ["points of OEE", points(now, 2).replace("+", "")],
      ["in the dates before", before === null ? "–" : points(before, 2).replace("+", "")],
    ]);
  };
  return card({
    title: "Worst losses",
    subtitle: "points of OEE and hours",
    answer,
    file: "losses",
    isTable: context.route.isTable,
    body: () => h("div", { class: "losses" }, rows.map(item)),
  });
}

function trendCard(context: ScreenContext): HTMLElement {
  const { route } = context;
  return card({
    title: "OEE over time",
    subtitle: `by ${route.grain}, with target and control limits`,
    answer: context.answers("trend"),
    file: `trend-${route.grain}`,
    isTable: route.isTable,
    body: () => oeeLines(context.answers("trend"), route.grain, 14),
  });
}

/** How far the figures reach. */
function freshness({ plant, place }: ScreenContext): HTMLElement {
  const zone = place.zone;
  return h(
    "section",
    { class: "card", "aria-label": "Freshness" },
    h(
      "header",
      {},
      h("div", {}, h("h2", {}, "Freshness"), h("p", {}, "figures end with the last word of the site")),
    ),
    h("p", { class: "fresh" }, "Last heard ", h("b", {}, dateClock(place.horizonMs, zone)), ` (${zone})`),
    h(
      "p",
      { class: "note" },
      `${count(plant.places.filter(({ scope }) => scope === "machine").length)} machines in the plant`,
    ),
  );
}
