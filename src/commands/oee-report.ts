import { columnBlocks, type ReportColumn } from "../lib/column-blocks.ts";
import { formatCount } from "../lib/quantities.ts";
import { escapeControls } from "../lib/terminal.ts";
import type { ScopeSummary } from "../pipeline/summary.ts";

export interface OeeReportOptions {
  readonly width: number;
  readonly hasColor: boolean;
}

const barWidth = 10;
const nothing = "-";

/** The OEE summary for people: a headline, then a table a line. Only formats; every figure comes from SQL. */
export function renderOeeReport(
  scopes: readonly ScopeSummary[],
  { width, hasColor }: OeeReportOptions,
): string {
  const bold = (text: string): string => (hasColor ? `\u001b[1m${text}\u001b[22m` : text);
  const dim = (text: string): string => (hasColor ? `\u001b[2m${text}\u001b[22m` : text);
  const machines = scopes.filter(({ scope }) => scope === "machine");
  const lines = new Map(scopes.filter(({ scope }) => scope === "line").map((line) => [line.line_id, line]));
  const overall = scopes.find(({ scope }) => scope === "overall");
  const groups = [...new Set([...lines.keys(), ...machines.map(({ line_id: lineId }) => lineId)])];
  const parts = groups.flatMap((lineId) => {
    const line = lines.get(lineId);
    const members = machines.filter(({ line_id: memberOf }) => memberOf === lineId);
    const shown = [...members, ...(line === undefined ? [] : [line])];
    const table = columnBlocks(columnsOf(shown), { width, styleTitles: dim });
    return [bold(lineTitle(lineId, line)), ...table, ""];
  });
  return [
    ...headline(machines, overall).map((text, index) => (index === 0 ? bold(text) : text)),
    "",
    ...parts,
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}

function headline(machines: readonly ScopeSummary[], overall: ScopeSummary | undefined): readonly string[] {
  if (overall === undefined) return ["no machine has been heard of yet: put telemetry into landing/"];
  const sites = [
    ...new Set(machines.map(({ site_id: siteId }) => siteId).filter((siteId) => siteId !== null)),
  ];
  const place = sites.length === 0 ? "all machines" : sites.map(escapeControls).join(", ");
  const { first_date: first, last_date: last } = overall;
  const span = first === last ? first : `${first} to ${last}`;
  const factors = `availability ${percent(overall.availability)}, performance ${percent(overall.performance)}, quality ${percent(overall.quality)}`;
  return [
    `${place}, ${span}: OEE ${percent(overall.oee)}`,
    `${factors}; data coverage ${percent(overall.coverage)}${bounds(overall)}`,
  ];
}

/** What the missing data leaves open. */
function bounds({ coverage, oee_low: low, oee_high: high }: ScopeSummary): string {
  if (coverage === null || coverage >= 1 || low === null || high === null) return "";
  return `, so OEE lies between ${percent(low)} and ${percent(high)}`;
}

function lineTitle(lineId: string | null, line: ScopeSummary | undefined): string {
  if (line === undefined)
    return lineId === null ? "Machines without a line" : `Line ${escapeControls(lineId)}`;
  const name = `Line ${escapeControls(lineId ?? "")}: OEE ${percent(line.oee)}`;
  const constraint = line.constraint_machine_id;
  if (constraint === null) return `${name}, the sum over its machines`;
  return `${name} by its constraint ${escapeControls(constraint)}, ${percent(line.resource_oee)} as the sum over its machines`;
}

function columnsOf(scopes: readonly ScopeSummary[]): readonly ReportColumn[] {
  const column = (title: string, cell: (scope: ScopeSummary) => string, isRight = true): ReportColumn => ({
    title,
    isRight,
    cells: scopes.map(cell),
  });
  return [
    column(
      "",
      ({ machine_id: machineId }) => (machineId === null ? "= line" : escapeControls(machineId)),
      false,
    ),
    column("    OEE", ({ oee }) => `${percent(oee).padStart(7)}  ${bar(oee)}`, false),
    column("avail.", ({ availability }) => percent(availability)),
    column("perf.", ({ performance }) => percent(performance)),
    column("quality", ({ quality }) => percent(quality)),
    column("worst loss", worstLoss, false),
    column("coverage", ({ coverage }) => percent(coverage)),
    column("planned", ({ planned_production_s: planned }) => hours(planned)),
    column("good / total", ({ good_qty: good, total_qty: total }) => `${count(good)} / ${count(total)}`),
    column("failures", ({ failure_count: failures }) => count(failures)),
    column("MTBF", ({ mtbf_s: mtbf }) => clock(mtbf)),
    column("MTTR", ({ mttr_s: mttr }) => clock(mttr)),
  ];
}

function worstLoss({ worst_loss: loss, worst_loss_s: lossS }: ScopeSummary): string {
  return loss === null ? nothing : `${loss.replaceAll("_", " ")} ${hours(lossS)}`;
}

function percent(ratio: number | null): string {
  return ratio === null ? nothing : `${(ratio * 100).toFixed(1)} %`;
}

/** Ends at 100 %, though performance and with it OEE may be above. */
function bar(ratio: number | null): string {
  if (ratio === null) return " ".repeat(barWidth);
  const filled = Math.round(Math.min(1, Math.max(0, ratio)) * barWidth);
  return `${"█".repeat(filled)}${"░".repeat(barWidth - filled)}`;
}

function count(figure: number | null): string {
  return figure === null ? nothing : formatCount(figure);
}

function hours(seconds: number | null): string {
  return seconds === null
    ? nothing
    : `${(seconds / 3600).toLocaleString("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 })} h`;
}

/** `14 h 55 min`, `47 min`, `38 s`. */
function clock(seconds: number | null): string {
  if (seconds === null) return nothing;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  const whole = `${formatCount(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, "0")} min`;
  return minutes < 60 ? `${minutes} min` : whole;
}
