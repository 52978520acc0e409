import { closeSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";

import { startCleaning } from "./clean-lines.ts";
import type { RefusedLine } from "./held-line.ts";
import type { LandingFile } from "./landing.ts";
import { looksPlain, startScan } from "./scan.ts";
import { startSplitting } from "./split-array.ts";
import { packingOf, readUnpacked } from "./unpack.ts";

/** A landing file as DuckDB is to read it. */
export interface ReadableFile {
  readonly file: LandingFile;
  /** The landing file itself, or an unpacked and cleaned copy; lines in either. */
  readonly readPath: string;
  /** Lines that were taken out of the copy. */
  readonly refused: readonly RefusedLine[];
}

/** A file that was read to its end. */
export interface PreparedFile extends ReadableFile {
  readonly contentId: string;
  readonly holdsNull: boolean;
}

const headBytes = 1 << 16;

/** Takes a file for a plain one by its name and first bytes; undefined where they say otherwise. */
export function presumePlain(file: LandingFile): ReadableFile | undefined {
  if (packingOf(file.name) !== "none") return undefined;
  const head = readHead(file.path);
  if (head === undefined || !looksPlain(head)) return undefined;
  return { file, readPath: file.path, refused: [] };
}

/** Undefined where it cannot be read: whoever reads it to its end will say why. */
function readHead(path: string): Buffer | undefined {
  const head = Buffer.alloc(headBytes);
  try {
    const input = openSync(path, "r");
    try {
      return head.subarray(0, readSync(input, head));
    } finally {
      closeSync(input);
    }
  } catch {
    return undefined;
  }
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
  const { isPlain, isArray, ...scan } = scanner.finish();
  const prepared = { file, ...scan };
  if (isPlain && !isArray) return { ...prepared, readPath: isPacked ? unpacked : file.path, refused: [] };

  const cleaned = join(directory, "cleaned", file.name);
  const refused: RefusedLine[] = [];
  const cleaner = (isArray ? startSplitting : startCleaning)((line) => refused.push(line));
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
