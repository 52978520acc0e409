import type { ElementRow, KpiRow, ShiftRow } from "../pipeline/explain/sections.ts";

/** Figures of an explanation as text. Nothing is computed here: every figure comes from SQL. */

export const nothing = "-";

export function percent(ratio: number | null): string {
  return ratio === null ? nothing : `${(ratio * 100).toFixed(1)} %`;
}

/** `1,234.5 s`, `17 pieces`, `0.42`. */
export function amount(figure: number | null, unit: string): string {
  if (figure === null) return "unknown";
  const digits = Number.isInteger(figure) && unit !== "s" ? 0 : unit === "s" ? 1 : 3;
  const text = figure.toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return unit === "" ? text : `${text} ${unit}`;
}

export function seconds(figure: number | null): string {
  return amount(figure, "s");
}

/** `2:05:09`, `0:00:07.25` with what is below a second where there is any. */
export function clock(durationS: number): string {
  const whole = Math.floor(durationS);
  const part = Math.round((durationS - whole) * 1000);
  const text = `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return part === 0 ? text : `${text}.${String(part).padStart(3, "0").replace(/0+$/, "")}`;
}

function two(figure: number): string {
  return String(figure).padStart(2, "0");
}

/** The value of a KPI in its unit. */
export function valueOf({ value, unit }: KpiRow): string {
  if (value === null) return "unknown";
  if (unit === "ratio") return `${percent(value)} (${value})`;
  return amount(value, unit === "index" ? "" : unit);
}

/** A formula with the figures in the place of its symbols, the longest symbols first. */
export function filledFormula(formula: string, elements: readonly ElementRow[]): string {
  const known = elements.toSorted((a, b) => b.symbol.length - a.symbol.length);
  const pattern = known.map(({ symbol }) => symbol.replaceAll(/[()]/g, "\\$&")).join("|");
  if (pattern === "") return formula;
  return formula.replaceAll(new RegExp(`(?<![A-Za-z])(?:${pattern})(?![A-Za-z])`, "g"), (symbol) => {
    const found = known.find((element) => element.symbol === symbol);
    return found === undefined ? symbol : amount(found.amount, found.unit);
  });
}

/** The elements that a formula names. */
export function namedElements(formula: string, elements: readonly ElementRow[]): readonly ElementRow[] {
  const filled = new Set<string>();
  const known = elements.toSorted((a, b) => b.symbol.length - a.symbol.length);
  let rest = formula;
  for (const { symbol } of known) {
    const pattern = new RegExp(`(?<![A-Za-z])${symbol.replaceAll(/[()]/g, "\\$&")}(?![A-Za-z])`, "g");
    if (pattern.test(rest)) filled.add(symbol);
    rest = rest.replaceAll(pattern, "");
  }
  return elements.filter(({ symbol }) => filled.has(symbol));
}

/** OEE as the product of its factors, each with the figures it is made of. */
export function oeeFormula(shift: ShiftRow): readonly string[] {
  const { availability, performance, quality, oee } = shift;
  const rows: readonly (readonly [string, string, string, string])[] = [
    [
      "OEE",
      "availability x performance x quality",
      `${percent(availability)} x ${percent(performance)} x ${percent(quality)}`,
      percent(oee),
    ],
    [
      "availability",
      "(running + minor stop) / planned production",
      `(${seconds(shift.running_s)} + ${seconds(shift.minor_stop_s)}) / ${seconds(shift.planned_production_s)}`,
      percent(availability),
    ],
    [
      "performance",
      "standard time of all pieces / (running + minor stop)",
      `${seconds(shift.ideal_run_s)} / (${seconds(shift.running_s)} + ${seconds(shift.minor_stop_s)})`,
      percent(performance),
    ],
    [
      "quality",
      "standard time of good pieces / of all pieces",
      `${seconds(shift.ideal_good_s)} / ${seconds(shift.ideal_run_s)}`,
      percent(quality),
    ],
    [
      "OEE",
      "standard time of good pieces / planned production",
      `${seconds(shift.ideal_good_s)} / ${seconds(shift.planned_production_s)}`,
      oee === null ? "unknown" : String(oee),
    ],
  ];
  return rows.flatMap(([name, formula, filled, value]) => [
    `  ${name.padEnd(12)} = ${formula}`,
    `  ${"".padEnd(12)} = ${filled} = ${value}`,
  ]);
}
