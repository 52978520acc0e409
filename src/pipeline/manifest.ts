import { readFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { writeAtomically } from "../lib/atomic-file.ts";
import { UserError } from "../lib/errors.ts";
import type { WarehousePaths } from "../lib/paths.ts";

const landedFile = z.object({
  /** Relative to `landing/`. */
  path: z.string(),
  bytes: z.number(),
  modifiedMs: z.number(),
  /** SHA-256 of the content as received. */
  contentId: z.string(),
});

const batch = z.object({
  id: z.string(),
  ingestedAt: z.string(),
  contentIds: z.array(z.string()),
  /** Relative to the warehouse. */
  files: z.array(z.string()),
  rows: z.number(),
  quarantined: z.number(),
  bytes: z.number(),
  firstDate: z.string().nullable(),
  lastDate: z.string().nullable(),
});

const output = z.object({
  /** Relative to the warehouse. */
  file: z.string(),
  /** What the content depends on: equal fingerprint, equal content. */
  fingerprint: z.string(),
  /** The parts of the fingerprint, to tell which of them changed. */
  parts: z.record(z.string(), z.string()),
  /** SHA-256 of the file. */
  contentId: z.string(),
  rows: z.number(),
  bytes: z.number(),
});

const manifest = z.object({
  formatVersion: z.literal(1),
  sources: z.record(z.string(), z.object({ landed: z.array(landedFile), batches: z.array(batch) })),
  outputs: z.record(z.string(), output),
});

export type LandedFile = z.infer<typeof landedFile>;
export type Batch = z.infer<typeof batch>;
export type Output = z.infer<typeof output>;
/** What the warehouse holds and what it was made of. A file that is not named here does not exist for readers. */
export type Manifest = z.infer<typeof manifest>;

const emptyManifest: Manifest = { formatVersion: 1, sources: {}, outputs: {} };

function manifestPath(paths: WarehousePaths): string {
  return join(paths.state, "manifest.json");
}

/** Reads the manifest; a warehouse without one is empty. */
export function readManifest(paths: WarehousePaths): Manifest {
  const path = manifestPath(paths);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return emptyManifest;
    throw new UserError(`cannot read ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      code: "MANIFEST_UNREADABLE",
      hint: "check the permissions of the warehouse",
      cause,
    });
  }
  try {
    return manifest.parse(JSON.parse(text));
  } catch (cause) {
    throw new UserError(`${path} is damaged`, {
      code: "MANIFEST_DAMAGED",
      hint: "run indkpi clean, then indkpi run: landing/ and reference/ hold all that is needed",
      cause,
    });
  }
}

/** Makes a new state of the warehouse the one that readers see. */
export function writeManifest(paths: WarehousePaths, next: Manifest): void {
  writeAtomically(manifestPath(paths), `${JSON.stringify(next, null, 1)}\n`, paths.staging);
}
