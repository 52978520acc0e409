import type { WarehousePaths } from "../lib/paths.ts";
import { findLandingFiles, type LandingFault, type LandingFile } from "./ingest/landing.ts";
import type { Manifest } from "./manifest.ts";

/** What lies in `landing/`, and what of it Bronze does not know yet. */
export interface LandingNews {
  readonly files: readonly LandingFile[];
  /** New, or touched since; whether the content is new is known only once it is read. */
  readonly newFiles: readonly LandingFile[];
  /** Of a source that has no SQL: the pipeline leaves them alone. */
  readonly foreignFiles: readonly LandingFile[];
  readonly faults: readonly LandingFault[];
}

/** Compares `landing/` with the manifest by path, size and time; reads no file. */
export function findLandingNews(
  paths: WarehousePaths,
  manifest: Manifest,
  hasSource: (source: string) => boolean,
): LandingNews {
  const { files, faults } = findLandingFiles(paths.landing);
  const known = new Set(
    Object.values(manifest.sources).flatMap(({ landed }) => landed.map((file) => identity(file.path, file))),
  );
  const own = files.filter(({ source }) => hasSource(source));
  return {
    files,
    newFiles: own.filter((file) => !known.has(identity(file.name, file))),
    foreignFiles: files.filter(({ source }) => !hasSource(source)),
    faults,
  };
}

function identity(path: string, { bytes, modifiedMs }: { bytes: number; modifiedMs: number }): string {
  return JSON.stringify([path, bytes, modifiedMs]);
}
