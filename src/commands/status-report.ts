import { formatBytes, formatCount, formatDuration } from "../lib/quantities.ts";
import { columnBlocks, type ReportColumn } from "../lib/column-blocks.ts";
import { escapeControls } from "../lib/terminal.ts";
import type { LayerStatus, WarehouseStatus } from "../pipeline/status.ts";

const shownNames = 10;

/** The state of a warehouse for people. */
export function renderStatus(status: WarehouseStatus, warehouse: string): string {
  const {
    layers,
    newFiles,
    unreadableFiles,
    foreignFiles,
    staleRelations,
    quarantinedLines,
    coverage,
    lastRun,
  } = status;
  const covered = coverage === null ? "-" : `${(coverage * 100).toFixed(1)} %`;
  return [
    `Warehouse ${escapeControls(warehouse)}: ${status.isStale ? "not up to date; run: indkpi run" : "up to date"}`,
    "",
    ...columnBlocks(columnsOf(layers), { width: 100 }),
    "",
    `quarantined lines ${formatCount(quarantinedLines)}; data coverage ${covered}`,
    ...(lastRun === null
      ? []
      : [
          `last run: indkpi ${escapeControls(lastRun.command)}, ${lastRun.status} at ${lastRun.finished_at} after ${formatDuration(lastRun.seconds * 1000)}`,
        ]),
    ...section("new in landing/", newFiles),
    ...section(
      "left out, for it cannot be read",
      unreadableFiles.map(({ file, reason }) => `${file}: ${reason}`),
    ),
    ...section("left alone, for its source has no SQL in sql/bronze", foreignFiles),
    ...section(
      "to be built",
      staleRelations.map(
        ({ relation, partition, reasons }) =>
          `${relation}${partition === null ? "" : `@${partition}`}: ${reasons.join(", ")}`,
      ),
    ),
    "",
  ].join("\n");
}

function section(title: string, items: readonly string[]): readonly string[] {
  if (items.length === 0) return [];
  const rest = items.length - shownNames;
  return [
    `${title} (${formatCount(items.length)}):`,
    ...items.slice(0, shownNames).map((item) => `  ${escapeControls(item)}`),
    ...(rest > 0 ? [`  ... and ${formatCount(rest)} more`] : []),
  ];
}

function columnsOf(layers: readonly LayerStatus[]): readonly ReportColumn[] {
  const column = (title: string, cell: (layer: LayerStatus) => string, isRight = true): ReportColumn => ({
    title,
    isRight,
    cells: layers.map(cell),
  });
  return [
    column("layer", ({ layer }) => layer, false),
    column("files", ({ files }) => formatCount(files)),
    column("rows", ({ rows }) => (rows === null ? "-" : formatCount(rows))),
    column("size", ({ bytes }) => formatBytes(bytes)),
    column("from", ({ firstDate }) => firstDate ?? "-", false),
    column("to", ({ lastDate }) => lastDate ?? "-", false),
    column("state", stateOf, false),
  ];
}

function stateOf({ layer, files, staleCount }: LayerStatus): string {
  if (files === 0 && staleCount === 0) return "empty";
  if (staleCount === 0) return "up to date";
  return layer === "landing" ? `${formatCount(staleCount)} new` : `${formatCount(staleCount)} stale`;
}
