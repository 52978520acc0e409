import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Writes a file so that a reader, or a crash at any moment, finds the old content or the new, never a part. */
export function writeAtomically(path: string, content: string, stagingDirectory: string): void {
  mkdirSync(stagingDirectory, { recursive: true });
  mkdirSync(dirname(path), { recursive: true });
  const staged = join(stagingDirectory, `${process.pid}-${path.replaceAll(/[^A-Za-z0-9.]/g, "_")}`);
  const file = openSync(staged, "w");
  try {
    // Not writeSync: on a disk that fills up it writes a part and does not fail.
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  publishFile(staged, path);
}

/** Renames a finished file to where readers look, and makes the rename itself last. */
export function publishFile(staged: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  renameSync(staged, path);
  syncDirectory(dirname(path));
}

/** Brings a file's content from the page cache to the disk. */
export function syncFile(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The same for many files, several at a time. */
export async function syncFiles(paths: readonly string[]): Promise<void> {
  const waiting = [...paths];
  const work = async (): Promise<void> => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const file = await open(path, "r");
      try {
        await file.sync();
      } finally {
        await file.close();
      }
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
}

function syncDirectory(path: string): void {
  syncFile(path);
}
