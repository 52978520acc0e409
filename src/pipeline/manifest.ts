import { readFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { writeAtomically } from "../lib/atomic-file.ts";
import { hasCode, UserError } from "../lib/errors.ts";
import type { WarehousePaths } from "../lib/paths.ts";

export const landedFileSchema = z.object({
  /** Relative to `landing/`. */
  path: z.string(),
  bytes: z.number(),
  modifiedMs: z.number(),
  /** SHA-256 of the content as received. */
  contentId: z.string(),
  /** SHA-256 of its first bytes. */
  headId: z.string(),
  /** Up to the end of the last whole line; 0 where the file is none of lines, and cannot be told to have grown. */
  completeBytes: z.number(),
  /** Whether what stands after the last whole line was an object, and so a line. */
  isTailTaken: z.boolean(),
  /** What it was before it grew. */
  earlierIds: z.array(z.string()),
});

export const batchSchema = z.object({
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

/** One stored file of a table, or a day of it without rows. */
export interface Part {
  /** Names the rows: equal content, equal id, whatever file they came to lie in. */
  readonly contentId: string;
  /** Of the file; empty where there are no rows and no file. */
  readonly sha256: string;
  readonly rows: number;
  readonly bytes: number;
  readonly modifiedMs: number;
  /** What was read to make it, a name for the content of each input; empty where the table depends on inputs as a whole. */
  readonly inputs: string;
}

/** By hand and without a copy: a year has tens of thousands of parts. */
function areParts(value: unknown): value is Record<string, Part> {
  return typeof value === "object" && value !== null && Object.values(value).every(isPart);
}

function isPart(value: unknown): value is Part {
  return (
    typeof value === "object" &&
    value !== null &&
    "contentId" in value &&
    typeof value.contentId === "string" &&
    "sha256" in value &&
    typeof value.sha256 === "string" &&
    "rows" in value &&
    typeof value.rows === "number" &&
    "bytes" in value &&
    typeof value.bytes === "number" &&
    "modifiedMs" in value &&
    typeof value.modifiedMs === "number" &&
    "inputs" in value &&
    typeof value.inputs === "string"
  );
}

const tableState = z.object({
  /** What every part of it depends on, to tell which of them changed. */
  dependencies: z.record(z.string(), z.string()),
  /** Its columns, for the days when it has no rows. */
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  /** A file a day; under the empty name where it is one file. */
  parts: z.custom<Record<string, Part>>(areParts),
  /** For a table that is built key by key: the content of each day of its inputs, as it was read. */
  seen: z.record(z.string(), z.record(z.string(), z.string())).optional(),
});

const manifest = z.object({
  formatVersion: z.literal(2),
  sources: z.record(
    z.string(),
    z.object({ landed: z.array(landedFileSchema), batches: z.array(batchSchema) }),
  ),
  tables: z.record(z.string(), tableState),
  /** How many batches of each source the tables were built from. */
  modelled: z.record(z.string(), z.number()),
  /** Files of history, relative to the warehouse: what builds changed in published figures. */
  restatements: z.array(z.string()),
});

export type LandedFile = z.infer<typeof landedFileSchema>;
export type Batch = z.infer<typeof batchSchema>;
export type TableState = z.infer<typeof tableState>;
/** What the warehouse holds and what it was made of. A file that is not named here does not exist for readers. */
export type Manifest = z.infer<typeof manifest>;

export const emptyManifest: Manifest = {
  formatVersion: 2,
  sources: {},
  tables: {},
  modelled: {},
  restatements: [],
};

export function manifestPath(paths: WarehousePaths): string {
  return join(paths.state, "manifest.json");
}

/** Reads the manifest, or a copy of it; a warehouse without one is empty. */
export function readManifest(paths: WarehousePaths, path: string = manifestPath(paths)): Manifest {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    if (hasCode(cause, "ENOENT")) return emptyManifest;
    throw new UserError(`cannot read ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      code: "MANIFEST_UNREADABLE",
      hint: "check the permissions of the warehouse",
      cause,
    });
  }
  try {
    const found = manifest.parse(JSON.parse(text));
    rememberTexts(found, text);
    return found;
  } catch (cause) {
    throw new UserError(`${manifestPath(paths)} is damaged`, {
      code: "MANIFEST_DAMAGED",
      hint: "run: indkpi run; it is made anew from what is in bronze/ and history/",
      cause,
    });
  }
}

/** The manifest, if there is one and it can be read. */
export function soundManifest(paths: WarehousePaths): Manifest | undefined {
  try {
    const found = readManifest(paths);
    return found === emptyManifest ? undefined : found;
  } catch (failure) {
    if (failure instanceof UserError && failure.code === "MANIFEST_DAMAGED") return undefined;
    throw failure;
  }
}

/** Makes a new state of the warehouse the one that readers see. */
export function writeManifest(paths: WarehousePaths, next: Manifest): void {
  writeAtomically(manifestPath(paths), textOf(next), paths.staging);
}

/** What states were read from or written as: most of a year's megabytes are written back as they were. */
const texts = new WeakMap<TableState, string>();

/** JSON with a line for each table. */
function textOf({ tables, ...rest }: Manifest): string {
  const lines = Object.entries(tables).map(([relation, state]) => {
    const text = texts.get(state) ?? JSON.stringify(state);
    texts.set(state, text);
    return `${JSON.stringify(relation)}:${text}`;
  });
  return `${JSON.stringify(rest).slice(0, -1)},"tables":{\n${lines.join(",\n")}\n}}\n`;
}

function rememberTexts({ tables }: Manifest, text: string): void {
  const [head = "", ...lines] = text.split("\n");
  const found = Object.entries(tables).map(([relation, state], index) => {
    const [line = "", key] = [lines[index], `${JSON.stringify(relation)}:`];
    const end = line.endsWith("},") ? -1 : line.length;
    return {
      state,
      isWhole: line.startsWith(`${key}{`) && /\},?$/.test(line),
      own: line.slice(key.length, end),
    };
  });
  // Somebody may have laid it out in another way.
  const isLaidOut = head.endsWith(`"tables":{`) && lines.length === found.length + 2;
  if (!isLaidOut || !found.every(({ isWhole }) => isWhole)) return;
  for (const { state, own } of found) texts.set(state, own);
}
