import { columnBlocks, type ReportColumn } from "../lib/column-blocks.ts";
import { escapeControls } from "../lib/terminal.ts";
import type { BridgeRow, BridgeSide } from "./bridge-handler.ts";

const barWidth = 12;
/** Parts that would be printed as 0.0 points tell nothing. */
const leastPoints = 0.05;
const nothing = "-";

interface Sides {
  readonly from: BridgeSide;
  readonly to: BridgeSide;
}

/** A bridge for people: the change, then factors, losses and reasons, each with its points. Only formats. */
export function renderBridge(
  rows: readonly BridgeRow[],
  sides: Sides,
  { hasColor }: { readonly hasColor: boolean },
): string {
  const whole = rows.find(({ level }) => level === "oee");
  const change = whole?.oee_change ?? null;
  const headline = `OEE ${percent(whole?.value_from ?? null)} ${placeOf(sides.from, "before")}, ${percent(whole?.value_to ?? null)} ${placeOf(sides.to, "after")}: ${change === null ? "unknown" : `${points(change)} points`}`;
  if (change === null) {
    return `${headline}\nOne side has no OEE: nothing was planned there, or the pieces have no standard.\n`;
  }
  const parts = rows.filter(({ level }) => level !== "oee");
  const shown = parts.filter((row) => row.level === "factor" || isWorthALine(row));
  const ordered = [...shown, ...(whole === undefined ? [] : [whole])];
  const largest = Math.max(...parts.map((row) => Math.abs(row.oee_change ?? 0)), Number.MIN_VALUE);
  const dim = (text: string): string => (hasColor ? `\u001b[2m${text}\u001b[22m` : text);
  const table = columnBlocks(columnsOf(ordered, largest), {
    width: Number.POSITIVE_INFINITY,
    styleTitles: dim,
  });
  const hidden =
    parts.filter((row) => row.level === "reason").length -
    shown.filter((row) => row.level === "reason").length;
  return [
    headline,
    "",
    ...table,
    "",
    "The points of every level add up exactly. Losses are shares of planned time, of operating time, of the",
    `standard time of all pieces.${hidden > 0 ? ` ${hidden} reasons of less than ${leastPoints} points are left out; --format csv has all.` : ""}`,
    "",
  ].join("\n");
}

/** A loss that is explained by no reason, or a single one, needs no second line. */
function isWorthALine({ level, reason_code: reason, oee_change: change }: BridgeRow): boolean {
  if (level === "reason" && reason === null) return false;
  return Math.abs((change ?? 0) * 100) >= leastPoints;
}

function columnsOf(rows: readonly BridgeRow[], largest: number): readonly ReportColumn[] {
  const column = (title: string, cell: (row: BridgeRow) => string, isRight = true): ReportColumn => ({
    title,
    isRight,
    cells: rows.map(cell),
  });
  return [
    column("", nameOf, false),
    column("before", (row) => percent(row.value_from)),
    column("after", (row) => percent(row.value_to)),
    column("lost before", (row) => hours(row.from_loss_s)),
    column("lost after", (row) => hours(row.to_loss_s)),
    column("points of OEE", (row) => points(row.oee_change ?? 0)),
    column("", (row) => (row.level === "oee" ? "" : bar((row.oee_change ?? 0) / largest)), false),
  ];
}

function nameOf({ level, factor, loss, reason, reason_code: code }: BridgeRow): string {
  switch (level) {
    case "oee":
      return "= OEE";
    case "factor":
      return factor ?? "";
    case "loss":
      return `  ${(loss ?? "").replaceAll("_", " ")}`;
    case "reason":
      return `    ${escapeControls(reason ?? code ?? "")}`;
  }
}

function placeOf({ machine, period }: BridgeSide, otherwise: string): string {
  const span = period === undefined ? otherwise : spanOf(period);
  return machine === undefined ? span : `${escapeControls(machine)} ${span}`;
}

function spanOf({ first, last, shift }: NonNullable<BridgeSide["period"]>): string {
  const dates = first === last ? first : `${first} to ${last}`;
  return shift === undefined ? dates : `${dates} ${escapeControls(shift)}`;
}

/** Losses to the left of the middle, gains to the right. */
function bar(share: number): string {
  const length = Math.round(Math.min(1, Math.abs(share)) * barWidth);
  const left = share < 0 ? "█".repeat(length).padStart(barWidth) : " ".repeat(barWidth);
  return `${left}│${share > 0 ? "█".repeat(length) : ""}`;
}

function points(change: number): string {
  const text = (change * 100).toFixed(1);
  return change > 0 && !text.startsWith("-") ? `+${text}` : text.replace(/^-0\.0$/, "0.0");
}

function percent(ratio: number | null): string {
  return ratio === null ? nothing : `${(ratio * 100).toFixed(1)} %`;
}

function hours(seconds: number | null): string {
  return seconds === null ? "" : `${(seconds / 3600).toFixed(1)} h`;
}
