import { rmSync } from "node:fs";
import { join } from "node:path";

import { identifier, type Database } from "../../engine/database.ts";
import { sqlError } from "../../engine/sql-error.ts";
import type { WorkEffects } from "../../lib/effects.ts";
import type { WarehousePaths } from "../../lib/paths.ts";
import { startProgress } from "../../lib/progress.ts";
import { formatCount } from "../../lib/quantities.ts";
import { writeManifest, type LandedFile, type Manifest } from "../manifest.ts";
import type { Model } from "../model.ts";
import type { Project } from "../project.ts";
import { ingestBatch } from "./ingest.ts";
import { findLandingFiles, reason, type LandingFault, type LandingFile } from "./landing.ts";
import { prepareFile, type PreparedFile } from "./prepare.ts";

interface BronzeOptions {
  readonly project: Project;
  readonly paths: WarehousePaths;
  readonly manifest: Manifest;
  readonly effects: WorkEffects;
}

export interface BronzeUpdate {
  readonly manifest: Manifest;
  /** Files that could not be taken in; everything else was. */
  readonly faults: readonly LandingFault[];
}

type Source = Manifest["sources"][string];

const noSource: Source = { landed: [], batches: [] };
const maxBatchBytes = 8 * 2 ** 30;
const maxBatchFiles = 2000;

/** Takes in every landing file whose content is new, source by source; the manifest is written after each batch. */
export async function updateBronze(database: Database, options: BronzeOptions): Promise<BronzeUpdate> {
  const { project, paths, effects } = options;
  const landing = findLandingFiles(paths.landing);
  const faults = [...landing.faults];
  let { manifest } = options;
  for (const [source, files] of bySource(landing.files)) {
    const model = project.models.get(`bronze.${source}`);
    if (model === undefined) {
      effects.warn(
        `landing/${source}/ holds ${formatCount(files.length)} files of a source without sql/bronze/${source}.sql; they are left alone`,
      );
      continue;
    }
    const unseen = files.filter((file) => !isKnown(manifest.sources[source] ?? noSource, file));
    for (const group of grouped(unseen)) {
      effects.signal.throwIfAborted();
      manifest = await takeIn(database, { ...options, manifest }, { source, model, files: group }, faults);
    }
  }
  return { manifest, faults };
}

interface Arrival {
  readonly source: string;
  readonly model: Model;
  readonly files: readonly LandingFile[];
}

async function takeIn(
  database: Database,
  { paths, manifest, effects }: BronzeOptions,
  { source, model, files }: Arrival,
  faults: LandingFault[],
): Promise<Manifest> {
  const known = manifest.sources[source] ?? noSource;
  const contentIds = new Set(known.batches.flatMap((batch) => batch.contentIds));
  const scratch = join(paths.staging, "landing");
  const fresh: PreparedFile[] = [];
  const landed: LandedFile[] = [];
  const progress = startProgress({
    label: `reading landing/${source}`,
    total: files.length,
    unit: "files",
    effects,
  });
  try {
    for (const file of files) {
      effects.signal.throwIfAborted();
      try {
        const prepared = await prepareFile(file, scratch);
        landed.push({
          path: file.name,
          bytes: file.bytes,
          modifiedMs: file.modifiedMs,
          contentId: prepared.contentId,
        });
        if (contentIds.has(prepared.contentId)) continue;
        contentIds.add(prepared.contentId);
        fresh.push(prepared);
      } catch (failure) {
        if (isDiskFull(failure)) throw failure;
        faults.push({ name: file.name, message: reason(failure) });
      } finally {
        progress.advance(1);
      }
    }
    progress.finish();
    const next = { ...known, landed: [...withoutPaths(known.landed, landed), ...landed] };
    if (fresh.length > 0) {
      await database.run(`create schema if not exists ${identifier("landing")}`);
      const batch = await ingestBatch(database, { source, model, files: fresh, paths, effects }).catch(
        (failure: unknown) => {
          throw sqlError(failure, model);
        },
      );
      next.batches = [...known.batches, batch];
      const refused = batch.quarantined > 0 ? `, ${formatCount(batch.quarantined)} lines quarantined` : "";
      effects.note(
        `bronze.${source}: ${formatCount(batch.rows)} rows from ${formatCount(fresh.length)} files${refused}`,
      );
    }
    const updated = { ...manifest, sources: { ...manifest.sources, [source]: next } };
    writeManifest(paths, updated);
    return updated;
  } finally {
    progress.finish();
    rmSync(scratch, { recursive: true, force: true });
  }
}

function bySource(files: readonly LandingFile[]): Map<string, LandingFile[]> {
  const groups = new Map<string, LandingFile[]>();
  for (const file of files) groups.set(file.source, [...(groups.get(file.source) ?? []), file]);
  return groups;
}

function isKnown(source: Source, file: LandingFile): boolean {
  return source.landed.some(
    ({ path, bytes, modifiedMs }) =>
      path === file.name && bytes === file.bytes && modifiedMs === file.modifiedMs,
  );
}

function withoutPaths(landed: readonly LandedFile[], replaced: readonly LandedFile[]): LandedFile[] {
  const names = new Set(replaced.map(({ path }) => path));
  return landed.filter(({ path }) => !names.has(path));
}

function* grouped(files: readonly LandingFile[]): Generator<LandingFile[]> {
  let group: LandingFile[] = [];
  let bytes = 0;
  for (const file of files) {
    if (group.length > 0 && (bytes + file.bytes > maxBatchBytes || group.length === maxBatchFiles)) {
      yield group;
      group = [];
      bytes = 0;
    }
    group.push(file);
    bytes += file.bytes;
  }
  if (group.length > 0) yield group;
}

function isDiskFull(failure: unknown): boolean {
  return failure instanceof Error && "code" in failure && failure.code === "ENOSPC";
}
