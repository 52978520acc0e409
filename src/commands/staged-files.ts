import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";

import { UserError } from "../lib/errors.ts";
import type { WarehousePaths } from "../lib/paths.ts";
import { formatCount } from "../lib/quantities.ts";

/** Files that appear together or not at all: written aside, compared with what exists, then renamed into place. */
export interface StagedFiles {
  /** Keeps a file for publication, unless it exists with the same content. The path is relative to the warehouse. */
  readonly add: (path: string, text: string) => Promise<void>;
  /** Moves the kept files into place. Throws UserError if it would change a file and is not forced to. */
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
  const written = `${formatCount(writtenCount)} ${writtenCount === 1 ? "file" : "files"} written to ${root}`;
  return unchangedCount === 0 ? written : `${written}, ${unchanged}`;
}

interface StagedFile {
  readonly from: string;
  readonly to: string;
}

const stagePrefix = "files-";

/** Calls `work` with an empty stage, on the file system of the warehouse, and takes the stage away afterwards. */
export async function withStagedFiles<T>(
  paths: WarehousePaths,
  work: (files: StagedFiles) => Promise<T>,
): Promise<T> {
  await mkdir(paths.state, { recursive: true });
  await removeAbandonedStages(paths.state);
  const stage = await mkdtemp(join(paths.state, `${stagePrefix}${process.pid}-`));
  try {
    return await work(openStage(paths.root, stage));
  } finally {
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

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function openStage(root: string, stage: string): StagedFiles {
  const staged: StagedFile[] = [];
  const conflicts: string[] = [];
  let unchangedCount = 0;

  return {
    add: async (path, text) => {
      const to = resolve(root, path);
      if (!to.startsWith(root + sep)) throw new Error(`${path} lies outside the warehouse`);
      const content = Buffer.from(text);
      const existing = await compareFile(to, content);
      if (existing === "same") {
        unchangedCount += 1;
        return;
      }
      if (existing === "different") conflicts.push(path);
      const from = join(stage, String(staged.length));
      await writeFile(from, content);
      staged.push({ from, to });
    },
    publish: async ({ isForced }) => {
      if (conflicts.length > 0 && !isForced) throw conflictError(root, conflicts);
      for (const { from, to } of staged) {
        await mkdir(dirname(to), { recursive: true });
        await rename(from, to);
      }
      return { writtenCount: staged.length, unchangedCount };
    },
  };
}

async function compareFile(path: string, content: Buffer): Promise<"absent" | "same" | "different"> {
  const size = await stat(path).then(
    (stats) => stats.size,
    (error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error;
    },
  );
  if (size === undefined) return "absent";
  return size === content.length && content.equals(await readFile(path)) ? "same" : "different";
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
