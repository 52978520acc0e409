import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { syncFile } from "../../lib/atomic-file.ts";
import { UserError } from "../../lib/errors.ts";
import { isRunning } from "../../lib/running-process.ts";

const stagePrefix = ".indkpi-export-";

/** The file by which a folder is known to be an export that may be replaced. */
export const manifestName = "manifest.json";

/** A folder beside the files to come, so that they are renamed and not copied; what killed exports left goes too. */
export async function withStage<T>(directory: string, work: (stage: string) => Promise<T>): Promise<T> {
  mkdirSync(directory, { recursive: true });
  for (const name of readdirSync(directory)) {
    const pid = name.startsWith(stagePrefix) ? Number(name.slice(stagePrefix.length).split("-")[0]) : 0;
    if (pid > 0 && !isRunning(pid)) rmSync(join(directory, name), { recursive: true, force: true });
  }
  const stage = mkdtempSync(join(directory, `${stagePrefix}${process.pid}-`));
  try {
    return await work(stage);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** A stage for a whole folder, beside the folder to come. Throws where something else than an export is in its place. */
export async function withFolderStage<T>(directory: string, work: (stage: string) => Promise<T>): Promise<T> {
  if (existsSync(directory) && !isReplaceable(directory)) {
    throw new UserError(`${directory} is there, and no export of --at-once`, {
      code: "NOT_AN_EXPORT",
      hint: "name another folder with --out, or empty this one",
    });
  }
  return await withStage(dirname(directory), async (outer) => {
    const stage = join(outer, basename(directory));
    mkdirSync(stage);
    return await work(stage);
  });
}

function isReplaceable(directory: string): boolean {
  const names = readdirSync(directory);
  return names.length === 0 || names.includes(manifestName);
}

/**
 * Puts a finished folder in the place of the one before. Between two renames there is, for an instant, none; never is
 * there a half one.
 */
export function publishFolder(stage: string, directory: string): void {
  if (existsSync(directory)) renameSync(directory, join(dirname(stage), "replaced"));
  renameSync(stage, directory);
  syncFile(dirname(directory));
}
