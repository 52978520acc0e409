import { statSync } from "node:fs";
import { join } from "node:path";

import type { WarehousePaths } from "../../lib/paths.ts";
import type { LandedFile, Manifest } from "../manifest.ts";
import { copyBytes } from "./copy-bytes.ts";
import type { LandingFile } from "./landing.ts";
import type { PreparedFile, ReadableFile } from "./prepare.ts";
import type { Reading } from "./reading.ts";
import { readBytes } from "./unpack.ts";

type Source = Manifest["sources"][string];

const rotationMs = 86_400_000;

/**
 * What one of the files may be more of: what it was itself, or a file that is gone and was written to shortly before, for
 * a log is renamed when its time is over.
 */
export function resumableFor(
  files: readonly LandingFile[],
  known: Source,
  paths: WarehousePaths,
): readonly LandedFile[] {
  const names = new Set(files.map(({ name }) => name));
  const newestMs = Math.max(...files.map(({ modifiedMs }) => modifiedMs));
  const isRecent = ({ modifiedMs }: LandedFile): boolean => newestMs - modifiedMs < rotationMs;
  const isGone = ({ path }: LandedFile): boolean =>
    statSync(join(paths.landing, path), { throwIfNoEntry: false }) === undefined;
  return known.landed.filter((file) => names.has(file.path) || (isRecent(file) && isGone(file)));
}

/**
 * Stages once more, from copies, where a file grew while it was read: what was read then may be more than what was hashed,
 * and end within a line.
 */
export async function stageWithoutGrowth(
  staged: readonly PreparedFile[] | undefined,
  scratch: string,
  stage: (files: readonly ReadableFile[], mayBePlain: boolean) => Promise<Reading>,
): Promise<readonly PreparedFile[] | undefined> {
  if (staged === undefined || !staged.some(isGrowing)) return staged;
  const files: PreparedFile[] = [];
  for (const file of staged) {
    files.push(isGrowing(file) ? { ...file, readPath: await copyOf(file, scratch) } : file);
  }
  await stage(files, !files.some(({ holdsNull }) => holdsNull));
  return files;
}

function isGrowing({ file, readPath }: ReadableFile): boolean {
  const stat = readPath === file.path ? statSync(file.path, { throwIfNoEntry: false }) : undefined;
  return stat !== undefined && stat.size !== file.bytes;
}

async function copyOf({ file }: ReadableFile, scratch: string): Promise<string> {
  const path = join(scratch, "copies", file.name);
  await copyBytes(readBytes(file.path, { from: 0, to: file.bytes }), path);
  return path;
}
