import type { Database } from "../../engine/database.ts";
import type { WorkEffects } from "../../lib/effects.ts";
import type { WarehousePaths } from "../../lib/paths.ts";
import { formatNumberOf } from "../../lib/quantities.ts";
import { writeManifest, type Manifest } from "../manifest.ts";
import type { Project } from "../project.ts";
import { findLandingFiles, type LandingFault, type LandingFile } from "./landing.ts";
import { takeIn } from "./take-in.ts";

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
        `landing/${source}/ holds ${formatNumberOf(files.length, "file")} of a source without sql/bronze/${source}.sql, left alone`,
      );
      continue;
    }
    const unseen = files.filter((file) => !isKnown(manifest.sources[source] ?? noSource, file));
    for (const group of grouped(unseen)) {
      effects.signal.throwIfAborted();
      const known = manifest.sources[source] ?? noSource;
      const taken = await takeIn(database, { source, model, files: group, known, paths, effects });
      faults.push(...taken.faults);
      manifest = { ...manifest, sources: { ...manifest.sources, [source]: taken.source } };
      writeManifest(paths, manifest);
    }
  }
  return { manifest, faults };
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
