import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

import { z } from "zod";

import { hasCode } from "../lib/errors.ts";
import { syncFile, syncFiles, writeAtomically } from "../lib/atomic-file.ts";
import { namesIn } from "../lib/names-in.ts";
import type { WarehousePaths } from "../lib/paths.ts";
import { readManifest, writeManifest, type Manifest, type Part } from "./manifest.ts";
import { monthsOf } from "./packs.ts";
import { pinnedManifests } from "./snapshot.ts";
import { lakeFile, objectFile } from "./table-files.ts";

const journal = z.array(z.object({ relation: z.string(), day: z.string() }));

type Entry = z.infer<typeof journal>[number];

/**
 * Makes a staged build what everybody sees, all of it at once: a journal of what is to change in the lake, then files
 * under names that nobody reads yet, then the manifest. With the rename of the manifest it is done; what comes after
 * only lays the files out under their names in `silver/` and `gold/`. When the process ends before, `recover` makes up
 * for it, or takes away what was placed in vain.
 */
export async function publishTables(
  paths: WarehousePaths,
  before: Manifest,
  after: Manifest,
  staged: ReadonlyMap<string, string>,
): Promise<void> {
  const changes = changedParts(before, after);
  if (changes.length + staged.size > 0) {
    writeAtomically(journalPath(paths), `${JSON.stringify(changes)}\n`, paths.staging);
  }
  await placeObjects(paths, after, staged);
  writeManifest(paths, after);
  layOut(paths, after, changes);
  // Of what a lost manifest named nobody knows.
  const isAnew = Object.keys(before.tables).length === 0;
  removeUnused(paths, after, isAnew ? undefined : replacedFiles(before, after, changes));
  rmSync(journalPath(paths), { force: true });
}

/** Finishes what a writer that was killed had begun. Gives how many files it had to put right. */
export function recover(paths: WarehousePaths): number {
  let changes: readonly Entry[];
  try {
    changes = journal.parse(JSON.parse(readFileSync(journalPath(paths), "utf8")));
  } catch (failure) {
    if (hasCode(failure, "ENOENT")) return 0;
    throw failure;
  }
  // Right whichever manifest is there: the lake is laid out as that one says.
  const manifest = readManifest(paths);
  layOut(paths, manifest, changes);
  removeUnused(paths, manifest);
  rmSync(journalPath(paths), { force: true });
  return changes.length;
}

function journalPath(paths: WarehousePaths): string {
  return join(paths.state, "journal.json");
}

function changedParts(before: Manifest, after: Manifest): readonly Entry[] {
  const changes: Entry[] = [];
  for (const relation of new Set([...Object.keys(before.tables), ...Object.keys(after.tables)])) {
    const [old, now] = [before.tables[relation]?.parts ?? {}, after.tables[relation]?.parts ?? {}];
    if (old === now) continue;
    for (const day of new Set([...Object.keys(old), ...Object.keys(now)])) {
      const [was, is] = [old[day], now[day]];
      if (was?.sha256 !== is?.sha256 || was?.modifiedMs !== is?.modifiedMs) changes.push({ relation, day });
    }
  }
  return changes;
}

/** Moves staged files to names that tell their content. Everything is on the disk when it returns. */
async function placeObjects(
  paths: WarehousePaths,
  after: Manifest,
  staged: ReadonlyMap<string, string>,
): Promise<void> {
  await syncFiles([...staged.values()]);
  const directories = new Set<string>();
  for (const [name, file] of staged) {
    const [relation = "", day = ""] = name.split("@");
    const part = after.tables[relation]?.parts[day];
    if (part === undefined) continue;
    const path = join(paths.root, objectFile(relation, day, part));
    mkdirSync(dirname(path), { recursive: true });
    renameSync(file, path);
    directories.add(dirname(path));
  }
  for (const directory of directories) syncFile(directory);
}

/** Gives the files their names in the lake, one rename each, and takes away what is no more. */
function layOut(paths: WarehousePaths, manifest: Manifest, changes: readonly Entry[]): void {
  const directories = new Set<string>();
  for (const { relation, day } of changes) {
    const path = join(paths.root, lakeFile(relation, day));
    const part = manifest.tables[relation]?.parts[day];
    if (part === undefined || part.sha256 === "") {
      rmSync(path, { force: true });
      if (day !== "") removeEmpty(dirname(path));
      continue;
    }
    mkdirSync(dirname(path), { recursive: true });
    linkOver(join(paths.root, objectFile(relation, day, part)), path, paths);
    directories.add(dirname(path));
  }
  for (const directory of directories) syncFile(directory);
}

function linkOver(object: string, path: string, paths: WarehousePaths): void {
  const link = join(paths.staging, `link-${process.pid}`);
  mkdirSync(paths.staging, { recursive: true });
  rmSync(link, { force: true });
  try {
    linkSync(object, link);
  } catch (failure) {
    // Not every file system can give a file two names.
    if (!["EPERM", "ENOTSUP", "ENOSYS", "EMLINK", "EXDEV"].some((code) => hasCode(failure, code)))
      throw failure;
    copyFileSync(object, link);
  }
  // Renaming one name of a file over another name of it does nothing, and leaves both.
  renameSync(link, path);
  rmSync(link, { force: true });
}

/**
 * Deletes objects and packs that neither the manifest names nor any that a running reader holds. Those that a publication
 * replaced are known; all of them, tens of thousands in a year, are gone through only after a reader kept some, or a
 * writer was killed.
 */
function removeUnused(paths: WarehousePaths, manifest: Manifest, replaced?: readonly string[]): void {
  const pinned = pinnedManifests(paths);
  const mark = join(paths.state, "unswept");
  if (replaced !== undefined && pinned.length === 0 && !existsSync(mark)) {
    for (const file of replaced) rmSync(join(paths.root, file), { force: true });
    return;
  }
  if (pinned.length > 0) writeFileSync(mark, "");
  const used = new Set([manifest, ...pinned].flatMap((held) => [...filesOf(held)]));
  for (const kind of ["objects", "packs"]) {
    const root = join(paths.state, kind);
    for (const relation of namesIn(root)) {
      for (const name of namesIn(join(root, relation))) {
        const file = `.indkpi/${kind}/${relation}/${name}`;
        if (!used.has(file)) rmSync(join(paths.root, file), { force: true });
      }
      removeEmpty(join(root, relation));
    }
  }
  if (pinned.length === 0) rmSync(mark, { force: true });
}

function* filesOf(manifest: Manifest): Generator<string> {
  for (const [relation, { parts }] of Object.entries(manifest.tables)) {
    for (const [day, part] of Object.entries<Part>(parts)) {
      if (part.sha256 !== "") yield objectFile(relation, day, part);
    }
    yield* packsOf(manifest, relation);
  }
}

/** The objects of changed parts, and the packs of their months, that are no more. */
function replacedFiles(before: Manifest, after: Manifest, changes: readonly Entry[]): string[] {
  const objects = changes.flatMap(({ relation, day }) => {
    const [was, is] = [before.tables[relation]?.parts[day], after.tables[relation]?.parts[day]];
    return was === undefined || was.sha256 === "" || was.sha256 === is?.sha256
      ? []
      : [objectFile(relation, day, was)];
  });
  const packs = [...new Set(changes.map(({ relation }) => relation))].flatMap((relation) => {
    const kept = new Set(packsOf(after, relation));
    return packsOf(before, relation).filter((pack) => !kept.has(pack));
  });
  return [...objects, ...packs];
}

function packsOf({ tables }: Manifest, relation: string): string[] {
  const state = tables[relation];
  return state === undefined
    ? []
    : monthsOf(relation, state).flatMap(({ pack }) => (pack === undefined ? [] : [pack]));
}

function removeEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // Something is left in it, or it was never there.
  }
}
