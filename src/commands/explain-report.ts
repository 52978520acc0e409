import { columnBlocks, type ReportColumn } from "../lib/column-blocks.ts";
import { formatCount } from "../lib/quantities.ts";
import { escapeControls } from "../lib/terminal.ts";
import type { Explanation } from "../pipeline/explain/explain.ts";
import type { KpiRow, PieceRow, RejectRow, StepRow, StopRow } from "../pipeline/explain/sections.ts";
import type { SourceTrace } from "../pipeline/explain/source-lines.ts";
import {
  clock,
  filledFormula,
  namedElements,
  nothing,
  oeeFormula,
  percent,
  amount,
  seconds,
  valueOf,
} from "./explain-figures.ts";

export interface ExplainReportOptions {
  readonly isWhole: boolean;
  readonly hasColor: boolean;
}

const barWidth = 40;
/** Of a bucket's stops, and of the lines of a file, so many are shown unless all are asked for. */
const shownStops = 5;
const shownLines = 3;

/** An explanation for people. Only formats. */
export function renderExplanation(
  explanation: Explanation,
  { isWhole, hasColor }: ExplainReportOptions,
): string {
  const bold = (text: string): string => (hasColor ? `\u001b[1m${text}\u001b[22m` : text);
  const dim = (text: string): string => (hasColor ? `\u001b[2m${text}\u001b[22m` : text);
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ["", bold(title), ...lines];
  const { shift, steps, stops, pieces, rejects, sources } = explanation;
  return [
    ...headline(explanation).map((line, index) => (index === 0 ? bold(line) : line)),
    ...section("Formula", formulaLines(explanation)),
    ...section("Where the time went", waterfall(steps)),
    ...section("Stops", stopLines(stops, { isWhole, dim, origins: originsOf(sources) })),
    ...section("Pieces and the standards they are worth", pieceLines(pieces, dim)),
    ...section("Rejects", rejectLines(rejects, dim)),
    ...section("How far to trust it", [
      `  data coverage ${percent(shift.coverage)}, ${seconds(shift.no_data_s)} of planned time without data: OEE lies between ${percent(shift.oee_low)} and ${percent(shift.oee_high)}`,
    ]),
    ...section("Made by", modelLines(explanation)),
    ...section("From the lines", sourceLines(sources, isWhole)),
    "",
  ].join("\n");
}

function headline({ kpi, machineId, date, shiftId, shift }: Explanation): readonly string[] {
  const [first] = kpi;
  const title = first.kpi === "oee" ? "OEE" : `${first.name} (ISO 22400-2, no. ${first.kpi_no})`;
  const span = `${shift.started_local} to ${shift.ended_local}, ${escapeControls(shift.time_zone)}`;
  const place = `${escapeControls(machineId)}, ${date} ${escapeControls(shiftId)}`;
  const name =
    shift.machine_name === null || shift.machine_name === machineId
      ? ""
      : `${escapeControls(shift.machine_name)}, `;
  return [`${title} of ${place}: ${headlineValue(first, kpi.length, shift.oee)}`, `${name}${span}`];
}

function headlineValue(kpi: KpiRow, count: number, oee: number | null): string {
  if (kpi.kpi === "oee") return percent(oee);
  return kpi.extent === "order"
    ? `${count === 1 ? "the order" : `each of the ${count} orders`} it held`
    : valueOf(kpi);
}

function formulaLines({ kpi, shift }: Explanation): readonly string[] {
  const [first] = kpi;
  if (first.kpi === "oee") return oeeFormula(shift);
  if (first.missing_input !== null) {
    return [`  ${first.formula}`, `  cannot be known from this data: it takes ${first.missing_input}`];
  }
  if (first.extent === null)
    return [`  ${first.formula}`, `  there is nothing to compute it from: it takes ${first.inputs}`];
  const unitOf = first.unit === "ratio" ? "" : first.unit;
  return kpi.flatMap((row) => [
    ...extentLines(row.extent, row.scope_id),
    `  ${row.formula}`,
    `= ${filledFormula(row.formula, row.elements)}`,
    `= ${amount(row.numerator, "")} / ${amount(row.denominator, "")}`,
    `= ${row.value === null ? "unknown, for there is nothing to divide by or an input is unknown" : `${row.value} ${unitOf}`.trimEnd()}`,
    ...namedElements(row.formula, row.elements).map(
      ({ symbol, meaning, amount: figure, unit }) =>
        `    ${symbol.padEnd(10)} ${amount(figure, unit).padStart(16)}  ${escapeControls(meaning)}`,
    ),
  ]);
}

/** What the value is of, where it is not of the shift. */
function extentLines(extent: string | null, scopeId: string | null): readonly string[] {
  switch (extent) {
    case "order":
      return [`  of the order ${escapeControls(scopeId ?? nothing)} over its whole life:`];
    case "date":
      return ["  of the whole production date, for units are not known by shift:"];
    case "all":
      return ["  of the machine over all known time:"];
    default:
      return [];
  }
}

/** Levels stand at the left; a loss is drawn where it is cut off. */
function waterfall(steps: readonly StepRow[]): readonly string[] {
  const whole = Math.max(...steps.map(({ duration_s: durationS }) => durationS), 1);
  const width = (durationS: number): number => Math.round((Math.max(0, durationS) / whole) * barWidth);
  let level = whole;
  return steps.flatMap(({ step, kind, duration_s: durationS }) => {
    if (kind === "loss" && durationS === 0) return [];
    const name = `${kind === "loss" ? "  - " : "  = "}${step.replaceAll("_", " ")}`.padEnd(28);
    const figure = clock(Math.abs(durationS)).padStart(12);
    const sign = durationS < 0 ? "-" : " ";
    if (kind === "level") {
      level = durationS;
      return [`${name}${sign}${figure}  ${"█".repeat(width(durationS))}`.trimEnd()];
    }
    const end = level;
    level -= durationS;
    const length = Math.max(1, width(end) - width(level));
    return [
      `${name}${sign}${figure}  ${" ".repeat(Math.max(0, Math.min(width(level), width(end) - 1)))}${"▒".repeat(length)}`,
    ];
  });
}

interface StopOptions {
  readonly isWhole: boolean;
  readonly dim: (text: string) => string;
  readonly origins: ReadonlyMap<string, string>;
}

function stopLines(stops: readonly StopRow[], { isWhole, dim, origins }: StopOptions): readonly string[] {
  const buckets = [...new Set(stops.map(({ bucket }) => bucket))];
  return buckets.flatMap((bucket) => {
    const own = stops.filter((stop) => stop.bucket === bucket);
    const shown = own.filter(({ length_no: lengthNo }) => isWhole || (lengthNo ?? 0) <= shownStops);
    const [first] = own;
    const rest = own.length - shown.length;
    return [
      dim(`  ${bucket.replaceAll("_", " ")}: ${formatCount(own.length)} in ${clock(first?.bucket_s ?? 0)}`),
      ...shown.map(
        ({ started_at: at, started_local: from, ended_local: to, duration_s: durationS, state, reason }) =>
          `    ${from} to ${to}  ${clock(durationS).padStart(11)}  ${escapeControls(reason ?? state.toLowerCase())}${origins.get(milliKey(at)) ?? ""}`,
      ),
      ...(rest > 0 ? [`    and ${formatCount(rest)} shorter ones (--all)`] : []),
    ];
  });
}

/** The line that said a state, by when it said so. A stop that begins with a shift or a break was said earlier. */
function originsOf(sources: readonly SourceTrace[]): ReadonlyMap<string, string> {
  return new Map(
    sources.flatMap(({ file, lines = [] }) =>
      lines
        .filter(({ what }) => !/^(?:count|counter|sample|heartbeat|inspection|reason)\b/.test(what))
        .map(({ line, at }): [string, string] => [
          milliKey(at),
          `  [landing/${escapeControls(file)}:${line}]`,
        ]),
    ),
  );
}

/** Boundaries of stops are whole milliseconds, events have microseconds. */
function milliKey(instant: string): string {
  const [whole = "", fraction = ""] = instant.replace("T", " ").replace(/Z$/, "").split(".");
  return `${whole}.${fraction.slice(0, 3).padEnd(3, "0")}`;
}

function pieceLines(pieces: readonly PieceRow[], dim: (text: string) => string): readonly string[] {
  if (pieces.length === 0) return ["  none were made"];
  const column = (title: string, cell: (row: PieceRow) => string, isRight = true): ReportColumn => ({
    title,
    isRight,
    cells: pieces.map(cell),
  });
  const columns = [
    column("  product", ({ product }) => `  ${escapeControls(product ?? "unknown")}`, false),
    column("total", ({ total_qty: qty }) => formatCount(qty ?? 0)),
    column("good", ({ good_qty: qty }) => formatCount(qty ?? 0)),
    column("scrap", ({ scrap_qty: qty }) => formatCount(qty ?? 0)),
    column("rework", ({ rework_qty: qty }) => formatCount(qty ?? 0)),
    column("standard", standardOf, false),
    column("worth", ({ ideal_run_s: runS }) => (runS === null ? nothing : seconds(runS))),
  ];
  return columnBlocks(columns, { width: Number.POSITIVE_INFINITY, styleTitles: dim });
}

function rejectLines(rejects: readonly RejectRow[], dim: (text: string) => string): readonly string[] {
  if (rejects.length === 0) return [];
  const column = (title: string, cell: (row: RejectRow) => string, isRight = true): ReportColumn => ({
    title,
    isRight,
    cells: rejects.map(cell),
  });
  const columns = [
    column("  reason", ({ reason }) => `  ${escapeControls(reason ?? "none given")}`, false),
    column("scrap", ({ scrap_qty: qty }) => formatCount(qty ?? 0)),
    column("rework", ({ rework_qty: qty }) => formatCount(qty ?? 0)),
    column("lost", ({ reject_s: rejectS }) => seconds(rejectS)),
    column("", ({ is_startup: isStartup }) => (isStartup ? "start-up" : ""), false),
  ];
  return columnBlocks(columns, { width: Number.POSITIVE_INFINITY, styleTitles: dim });
}

function standardOf({
  ideal_cycle_s: cycleS,
  is_for_any_product: isForAny,
  valid_from: from,
  valid_to: to,
}: PieceRow): string {
  if (cycleS === null) return "none: these pieces count for nothing";
  const span =
    from === null
      ? to === null
        ? "always valid"
        : `until ${to}`
      : `since ${from}${to === null ? "" : ` until ${to}`}`;
  return `${cycleS} s a piece, ${span}${isForAny ? ", for any product" : ""}`;
}

function modelLines({ models }: Explanation): readonly string[] {
  const gold = models.filter(({ relation }) => relation.startsWith("gold."));
  const below = models.length - gold.length;
  return [
    ...gold.map(({ file, version }) => `  ${file}, version ${version}`),
    `  and ${formatCount(below)} models of Silver and Bronze below them (--json names them)`,
  ];
}

function sourceLines(sources: readonly SourceTrace[], isWhole: boolean): readonly string[] {
  if (sources.length === 0) return ["  no source tells its lines' machine and time"];
  return sources.flatMap(({ file, firstAt, lastAt, count, lines }) => {
    const title = `  landing/${escapeControls(file)}: ${formatCount(count)} lines, ${firstAt} to ${lastAt} UTC`;
    if (lines === undefined) return [title, "    is not there any more: what it said is in Bronze"];
    const shown = isWhole ? lines : lines.slice(0, shownLines);
    const rest = lines.length - shown.length;
    return [
      title,
      ...shown.map(({ line, at, what }) => `    line ${line}: ${at} ${escapeControls(what)}`.trimEnd()),
      ...(rest > 0 ? [`    and ${formatCount(rest)} more, up to line ${lines.at(-1)?.line} (--all)`] : []),
    ];
  });
}
