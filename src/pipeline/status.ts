import { existsSync } from "node:fs";

import { literal, type Database } from "../engine/database.ts";
import { readCoverage } from "./coverage.ts";
import { findLandingNews } from "./landing-news.ts";
import { tableFiles } from "./bind.ts";
import type { Manifest } from "./manifest.ts";
import type { PlannedBuild } from "./planned-builds.ts";
import { lastRun, type RunSummary } from "./run-record.ts";
import { planModels, resolveTargets } from "./run.ts";
import type { Session } from "./session.ts";

/** What one layer holds. */
export interface LayerStatus {
  readonly layer: "landing" | "bronze" | "silver" | "gold";
  readonly files: number;
  /** Null where nobody has counted them: raw files. */
  readonly rows: number | null;
  readonly bytes: number;
  /** Bronze: UTC days of the events. Silver and Gold: the days of their tables. */
  readonly firstDate: string | null;
  readonly lastDate: string | null;
  /** Files to take in or relations to build. */
  readonly staleCount: number;
}

/** What a warehouse holds and what is not up to date in it. */
export interface WarehouseStatus {
  readonly layers: readonly LayerStatus[];
  readonly newFiles: readonly string[];
  readonly unreadableFiles: readonly { readonly file: string; readonly reason: string }[];
  readonly foreignFiles: readonly string[];
  readonly staleRelations: readonly PlannedBuild[];
  readonly quarantinedLines: number;
  /** Share of planned time of which anything is known; null before Gold is built. */
  readonly coverage: number | null;
  /** What the newest run record says; null where there is none. */
  readonly lastRun: RunSummary | null;
  readonly isStale: boolean;
}

/** Finds out by manifest, file sizes and Parquet footers; reads no telemetry and builds nothing. */
export async function readStatus(session: Session, manifest: Manifest): Promise<WarehouseStatus> {
  const { project, paths } = session;
  const news = findLandingNews(paths, manifest, (source) => project.models.has(`bronze.${source}`));
  const staleRelations = planModels(session, manifest, {
    targets: resolveTargets(session, []),
    isFullRefresh: false,
  });
  const batches = Object.values(manifest.sources).flatMap((source) => source.batches);
  const dates = batches
    .flatMap(({ firstDate, lastDate }) => [firstDate, lastDate])
    .filter((date) => date !== null);
  const layers: readonly LayerStatus[] = [
    {
      layer: "landing",
      files: news.files.length,
      rows: null,
      bytes: total(news.files.map(({ bytes }) => bytes)),
      firstDate: null,
      lastDate: null,
      staleCount: news.newFiles.length,
    },
    {
      layer: "bronze",
      files: total(batches.map(({ files }) => files.length)),
      rows: total(batches.map(({ rows }) => rows)),
      bytes: total(batches.map(({ bytes }) => bytes)),
      firstDate: dates.toSorted()[0] ?? null,
      lastDate: dates.toSorted().at(-1) ?? null,
      staleCount: 0,
    },
    await tableLayer("silver", { session, manifest, staleRelations }),
    await tableLayer("gold", { session, manifest, staleRelations }),
  ];
  return {
    layers,
    newFiles: news.newFiles.map(({ name }) => name),
    unreadableFiles: news.faults.map(({ name, message }) => ({ file: name, reason: message })),
    foreignFiles: news.foreignFiles.map(({ name }) => name),
    staleRelations,
    quarantinedLines: total(batches.map(({ quarantined }) => quarantined)),
    lastRun: lastRun(paths),
    coverage: await readCoverage(session, manifest),
    isStale: news.newFiles.length > 0 || staleRelations.length > 0,
  };
}

/** The tables whose production dates are the span of a layer; calendars reach further than the data. */
const datedRelation = { silver: "silver.machine_slices", gold: "gold.fact_oee" } as const;

interface TableLayerOptions {
  readonly session: Session;
  readonly manifest: Manifest;
  readonly staleRelations: readonly PlannedBuild[];
}

async function tableLayer(
  layer: "silver" | "gold",
  { session, manifest, staleRelations }: TableLayerOptions,
): Promise<LayerStatus> {
  const { paths } = session;
  const parts = Object.entries(manifest.tables)
    .filter(([relation]) => relation.startsWith(`${layer}.`))
    .flatMap(([relation, state]) =>
      Object.values(state.parts)
        .filter((part) => part.sha256 !== "")
        .map((part) => ({ relation, ...part })),
    );
  const dated = manifest.tables[datedRelation[layer]];
  const files =
    dated === undefined
      ? []
      : tableFiles(datedRelation[layer], dated, { paths }).filter((file) => existsSync(file));
  return {
    layer,
    files: parts.length,
    rows: total(parts.map(({ rows }) => rows)),
    bytes: total(parts.map(({ bytes }) => bytes)),
    ...(await dateSpan(session.database, files)),
    staleCount: new Set(
      staleRelations
        .filter(({ relation }) => relation.startsWith(`${layer}.`))
        .map(({ relation }) => relation),
    ).size,
  };
}

/** The first and last production date in the files, from the statistics in their footers. */
async function dateSpan(
  database: Database,
  files: readonly string[],
): Promise<Pick<LayerStatus, "firstDate" | "lastDate">> {
  if (files.length === 0) return { firstDate: null, lastDate: null };
  const [row] = await database.rows(
    `select min(stats_min_value) as first_date, max(stats_max_value) as last_date
    from parquet_metadata([${files.map(literal).join(", ")}])
    where path_in_schema = 'production_date'`,
  );
  return { firstDate: textOf(row?.["first_date"]), lastDate: textOf(row?.["last_date"]) };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function total(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0);
}
