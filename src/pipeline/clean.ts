import { lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { ExitCode, UserError } from "../lib/errors.ts";
import type { WarehousePaths } from "../lib/paths.ts";
import { formatCount } from "../lib/quantities.ts";
import { isRunning } from "../lib/running-process.ts";
import { hashFile } from "./content-id.ts";
import { findLandingNews } from "./landing-news.ts";
import { withLock } from "./lock.ts";
import { readManifest, type Manifest } from "./manifest.ts";

export interface CleanOptions {
  readonly paths: WarehousePaths;
  readonly startedAt: string;
  /** Whether Bronze goes even where the telemetry it was made of is gone. */
  readonly isForced: boolean;
}

export interface CleanedFolder {
  /** Relative to the warehouse. */
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
}

const derivedFolders = ["bronze", "silver", "gold", "quarantine", "exports"] as const;

/**
 * Deletes what can be made again, as the only writer; landing, reference, truth and history stay. The manifest goes
 * first, so that a clean that is cut short leaves an empty warehouse and no broken one.
 */
export async function cleanDerived({
  paths,
  startedAt,
  isForced,
}: CleanOptions): Promise<readonly CleanedFolder[]> {
  return await withLock(paths, { startedAt }, () => {
    if (!isForced) requireReplaceable(paths);
    const state = cleanState(paths);
    const folders = derivedFolders.map((folder) => {
      const measured = measure(paths[folder]);
      rmSync(paths[folder], { recursive: true, force: true });
      return { folder, ...measured };
    });
    return Promise.resolve([...folders, { folder: ".indkpi", ...state }]);
  });
}

/** Throws where Bronze holds telemetry that `landing/` does not: it could not be made again. */
function requireReplaceable(paths: WarehousePaths): void {
  const manifest = manifestIfSound(paths);
  if (manifest === undefined) return;
  const { files, newFiles } = findLandingNews(paths, manifest, () => true);
  const fresh = new Set(newFiles);
  const unchanged = new Set(files.filter((file) => !fresh.has(file)).map(({ name }) => name));
  const landed = Object.values(manifest.sources).flatMap((source) => source.landed);
  const present = new Set(
    landed
      .filter(({ path }) => unchanged.has(path))
      .flatMap(({ contentId, earlierIds }) => [contentId, ...earlierIds]),
  );
  const ingested = Object.values(manifest.sources).flatMap(({ batches }) =>
    batches.flatMap(({ contentIds }) => contentIds),
  );
  let missing = ingested.filter((contentId) => !present.has(contentId));
  // A file may only have been renamed or touched: then its content is still there.
  for (const { path } of missing.length === 0 ? [] : newFiles) {
    const contentId = hashFile(path);
    missing = missing.filter((other) => other !== contentId);
  }
  if (missing.length === 0) return;
  const names = landed.filter(({ contentId }) => missing.includes(contentId)).map(({ path }) => path);
  const more = names.length > 1 ? ` and ${formatCount(names.length - 1)} more` : "";
  throw new UserError(
    `Bronze is the only copy of telemetry that is no longer in landing/ (${names[0] ?? missing[0]}${more}); nothing is deleted`,
    {
      code: "ONLY_COPY",
      hint: "build from Bronze anew with: indkpi build --full-refresh; or delete it for good with: indkpi clean --force",
      exitCode: ExitCode.failed,
    },
  );
}

/** A damaged manifest names nothing, and to be rid of it is what `clean` is asked for. */
function manifestIfSound(paths: WarehousePaths): Manifest | undefined {
  try {
    return readManifest(paths);
  } catch (error) {
    if (error instanceof UserError && error.code === "MANIFEST_DAMAGED") return undefined;
    throw error;
  }
}

/** Deletes the state but for the lock and what running processes work with. */
function cleanState({ state, spill }: WarehousePaths): { files: number; bytes: number } {
  const entries = [
    join(state, "manifest.json"),
    ...abandoned(spill),
    ...abandoned(state).filter((path) => path !== join(state, "lock") && path !== spill),
  ];
  let files = 0;
  let bytes = 0;
  for (const entry of entries) {
    const measured = measure(entry);
    files += measured.files;
    bytes += measured.bytes;
    rmSync(entry, { recursive: true, force: true });
  }
  return { files, bytes };
}

/** What does not bear the number of a running process, as in `4711-x` or `files-4711-x`. */
function abandoned(directory: string): readonly string[] {
  return list(directory)
    .filter((name) => {
      const pid = Number(/^(?:[a-z]+[-.])?(\d+)(?:-|$)/.exec(name)?.[1] ?? 0);
      return pid === 0 || !isRunning(pid);
    })
    .map((name) => join(directory, name));
}

function list(directory: string): readonly string[] {
  return lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() === true
    ? readdirSync(directory)
    : [];
}

function measure(path: string): { files: number; bytes: number } {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return { files: 0, bytes: 0 };
  if (!stat.isDirectory()) return { files: 1, bytes: stat.size };
  return readdirSync(path)
    .map((name) => measure(join(path, name)))
    .reduce((sum, each) => ({ files: sum.files + each.files, bytes: sum.bytes + each.bytes }), {
      files: 0,
      bytes: 0,
    });
}
