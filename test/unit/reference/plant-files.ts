import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ReferenceError } from "../../../src/pipeline/reference/faults.ts";
import { readReference, type Reference } from "../../../src/pipeline/reference/read.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

export async function withDirectory<T>(files: Files, work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), "reference-"));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Reads good files. */
export const readFiles = async (files: Files): Promise<Reference> => withDirectory(files, readReference);

/** The error that a directory's files give. */
export async function errorOf(directory: string): Promise<ReferenceError> {
  try {
    await readReference(directory);
  } catch (error) {
    if (error instanceof ReferenceError) return error;
    throw error;
  }
  throw new Error("expected faults, found none");
}

/** The whole message that bad files give. */
export const messageOf = async (files: Files): Promise<string> =>
  withDirectory(files, async (directory) => (await errorOf(directory)).message);

/** The rows of one table of good files. */
export async function rowsOf(table: string, files: Files): Promise<readonly (readonly (string | null)[])[]> {
  return (await readFiles(files)).tables.get(table)?.rows ?? [];
}
