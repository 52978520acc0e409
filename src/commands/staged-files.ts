import { appendFile, mkdir, mkdtemp, open, readdir, rename, rm, type FileHandle } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";

import { UserError } from "../lib/errors.ts";
import type { WarehousePaths } from "../lib/paths.ts";
import { formatCount, formatNumberOf } from "../lib/quantities.ts";
import { isRunning } from "../lib/running-process.ts";

/** Files that are written aside, compared with what exists, and renamed into place once all are there. */
export interface StagedFiles {
  /** Adds to the end of a file that is to appear. The path is relative to the warehouse. */
  readonly append: (path: string, content: string | Uint8Array) => Promise<void>;
  /** Where somebody else may write a file that is to appear. */
  readonly reserve: (path: string) => string;
  /** Adds text to a file that is not to appear. */
  readonly appendScratch: (name: string, text: string) => Promise<void>;
  /** Where a file lies that is not to appear. */
  readonly scratch: (name: string) => string;
  /** Moves the files into place; those that are there with the same content stay untouched. Throws UserError if it would change a file and is not forced to. */
  readonly publish: (options: { isForced: boolean }) => Promise<Publication>;
}

export interface Publication {
  readonly writtenCount: number;
  readonly unchangedCount: number;
}

/** What a publication did, for people. */
export function publicationNote({ writtenCount, unchangedCount }: Publication, root: string): string {
  const unchanged = `${formatCount(unchangedCount)} unchanged`;
  if (writtenCount === 0) return `nothing to write: ${root} has the same files already (${unchanged})`;
  const written = `${formatNumberOf(writtenCount, "file")} written to ${root}`;
  return unchangedCount === 0 ? written : `${written}, ${unchanged}`;
}

interface StagedFile {
  readonly from: string;
  readonly to: string;
}

const stagePrefix = "files-";
const blockBytes = 1 << 20;

/** Calls `work` with an empty stage, on the file system of the warehouse, and takes the stage away afterwards. */
export async function withStagedFiles<T>(
  paths: WarehousePaths,
  work: (files: StagedFiles) => Promise<T>,
): Promise<T> {
  await mkdir(paths.state, { recursive: true });
  await removeAbandonedStages(paths.state);
  const stage = await mkdtemp(join(paths.state, `${stagePrefix}${process.pid}-`));
  const appender = createAppender();
  try {
    return await work(openStage(paths.root, stage, appender));
  } finally {
    await appender.close();
    await rm(stage, { recursive: true, force: true });
  }
}

/** Takes away what processes left that were killed. */
async function removeAbandonedStages(state: string): Promise<void> {
  for (const name of await readdir(state)) {
    const pid = Number(name.startsWith(stagePrefix) ? name.split("-")[1] : Number.NaN);
    if (pid > 0 && !isRunning(pid)) await rm(join(state, name), { recursive: true, force: true });
  }
}

/** Adds to files, and keeps the last one open: most of what comes belongs to it. */
interface Appender {
  readonly append: (path: string, content: string | Uint8Array) => Promise<void>;
  readonly close: () => Promise<void>;
}

function createAppender(): Appender {
  let last: { readonly path: string; readonly handle: FileHandle } | undefined;
  const close = async (): Promise<void> => {
    const { handle } = last ?? {};
    last = undefined;
    await handle?.close();
  };
  return {
    append: async (path, content) => {
      if (last?.path !== path) {
        await close();
        last = { path, handle: await open(path, "a") };
      }
      await last.handle.appendFile(content);
    },
    close,
  };
}

function openStage(root: string, stage: string, appender: Appender): StagedFiles {
  const staged = new Map<string, StagedFile>();
  const reserve = (path: string): string => {
    const to = resolve(root, path);
    if (!to.startsWith(root + sep)) throw new Error(`${path} lies outside the warehouse`);
    const file = staged.get(path) ?? { from: join(stage, String(staged.size)), to };
    staged.set(path, file);
    return file.from;
  };
  const scratch = (name: string): string => join(stage, `scratch-${name}`);
  return {
    reserve,
    scratch,
    append: (path, content) => appender.append(reserve(path), content),
    appendScratch: (name, text) => appendFile(scratch(name), text),
    publish: async ({ isForced }) => {
      await appender.close();
      const changes: StagedFile[] = [];
      const conflicts: string[] = [];
      for (const [path, file] of staged) {
        const existing = await compareWithExisting(file);
        if (existing !== "same") changes.push(file);
        if (existing === "different") conflicts.push(path);
      }
      if (conflicts.length > 0 && !isForced) throw conflictError(root, conflicts);
      for (const { from, to } of changes) {
        await mkdir(dirname(to), { recursive: true });
        await rename(from, to);
      }
      return { writtenCount: changes.length, unchangedCount: staged.size - changes.length };
    },
  };
}

async function compareWithExisting({ from, to }: StagedFile): Promise<"absent" | "same" | "different"> {
  const existing = await open(to).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  if (existing === undefined) return "absent";
  const staged = await open(from);
  try {
    return (await isSameContent(existing, staged)) ? "same" : "different";
  } finally {
    await existing.close();
    await staged.close();
  }
}

async function isSameContent(a: FileHandle, b: FileHandle): Promise<boolean> {
  if ((await a.stat()).size !== (await b.stat()).size) return false;
  const [blockA, blockB] = [Buffer.alloc(blockBytes), Buffer.alloc(blockBytes)];
  for (;;) {
    const { bytesRead } = await a.read(blockA, 0, blockBytes);
    await b.read(blockB, 0, blockBytes);
    if (blockA.compare(blockB, 0, bytesRead, 0, bytesRead) !== 0) return false;
    if (bytesRead === 0) return true;
  }
}

function conflictError(root: string, conflicts: readonly string[]): UserError {
  const [first = ""] = conflicts;
  const others = conflicts.length > 1 ? ` and ${conflicts.length - 1} more` : "";
  const shown = relative(process.cwd(), join(root, first));
  return new UserError(`${shown}${others} would change; nothing is written`, {
    code: "FILES_EXIST",
    hint: "replace them with --force, or write elsewhere with --warehouse DIR",
  });
}
