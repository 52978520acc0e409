import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";

import { startCleaning, type RefusedLine } from "./clean-lines.ts";
import type { LandingFile } from "./landing.ts";
import { startScan } from "./scan.ts";
import { packingOf, readUnpacked } from "./unpack.ts";

/** A landing file that DuckDB can read. */
export interface PreparedFile {
  readonly file: LandingFile;
  readonly contentId: string;
  /** The landing file itself, or an unpacked and cleaned copy. */
  readonly readPath: string;
  readonly isArray: boolean;
  /** Lines that were taken out of the copy. */
  readonly refused: readonly RefusedLine[];
}

/**
 * Reads a file once: hashes its content, and unpacks or cleans it into `directory` where DuckDB would misread it.
 * Throws where the file cannot be read to its end.
 */
export async function prepareFile(file: LandingFile, directory: string): Promise<PreparedFile> {
  const isPacked = packingOf(file.name) !== "none";
  const unpacked = join(directory, "unpacked", file.name);
  const scanner = startScan();
  await copy(readUnpacked(file), isPacked ? unpacked : undefined, (chunk) => {
    scanner.update(chunk);
    return chunk;
  });
  const { contentId, isPlain, isArray } = scanner.finish();
  const prepared = { file, contentId, isArray };
  if (isPlain) return { ...prepared, readPath: isPacked ? unpacked : file.path, refused: [] };

  const cleaned = join(directory, "cleaned", file.name);
  const refused: RefusedLine[] = [];
  const cleaner = startCleaning((line) => refused.push(line));
  await copy(readUnpacked(file), cleaned, cleaner.update, cleaner.finish);
  return { ...prepared, readPath: cleaned, refused };
}

async function copy(
  chunks: AsyncIterable<Buffer>,
  target: string | undefined,
  transform: (chunk: Buffer) => Buffer,
  finish: () => Buffer = () => Buffer.alloc(0),
): Promise<void> {
  if (target === undefined) {
    for await (const chunk of chunks) transform(chunk);
    return;
  }
  mkdirSync(dirname(target), { recursive: true });
  const output = openSync(target, "w");
  try {
    for await (const chunk of chunks) writeWhole(output, transform(chunk));
    writeWhole(output, finish());
  } finally {
    closeSync(output);
  }
}

function writeWhole(output: number, bytes: Buffer): void {
  for (let offset = 0; offset < bytes.length;) offset += writeSync(output, bytes, offset);
}
