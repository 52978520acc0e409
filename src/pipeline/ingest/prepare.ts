import { closeSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";

import type { LandedFile } from "../manifest.ts";
import { startCleaning } from "./clean-lines.ts";
import { copyBytes } from "./copy-bytes.ts";
import { findGrown } from "./grown.ts";
import { headIdOf } from "./head-id.ts";
import type { RefusedLine } from "./held-line.ts";
import type { LandingFile } from "./landing.ts";
import { headBytes, looksPlain, startScan } from "./scan.ts";
import { startSplitting } from "./split-array.ts";
import { packingOf, readUnpacked } from "./unpack.ts";

/** A landing file as DuckDB is to read it. */
export interface ReadableFile {
  readonly file: LandingFile;
  /** The landing file itself, or an unpacked and cleaned copy; lines in either. */
  readonly readPath: string;
  /** Lines of the file that stand before what is read. */
  readonly linesBefore: number;
  /** Lines that were taken out of the copy. */
  readonly refused: readonly RefusedLine[];
}

/** A file that was read to its end. */
export interface PreparedFile extends ReadableFile {
  readonly contentId: string;
  readonly holdsNull: boolean;
  readonly completeBytes: number;
  readonly headId: string;
  readonly isTailTaken: boolean;
  /** What it was when its beginning was taken in; `readPath` then holds the rest. */
  readonly grownFrom: LandedFile | undefined;
}

const presumedBytes = 1 << 16;

/** Takes a file for a plain one by its name and first bytes; undefined where they say otherwise. */
export function presumePlain(file: LandingFile): ReadableFile | undefined {
  if (packingOf(file.name) !== "none") return undefined;
  const head = readHead(file.path);
  if (head === undefined || !looksPlain(head)) return undefined;
  return { file, readPath: file.path, linesBefore: 0, refused: [] };
}

/** Undefined where it cannot be read: whoever reads it to its end will say why. */
function readHead(path: string): Buffer | undefined {
  const head = Buffer.alloc(presumedBytes);
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

/** Prepares a file, or what is new of one that grew. Throws where it cannot be read to its end. */
export async function prepareFile(
  file: LandingFile,
  directory: string,
  known: readonly LandedFile[],
): Promise<PreparedFile> {
  const grown = await findGrown(file, known, join(directory, "tails", file.name));
  if (grown === undefined) return await prepareWhole(file, directory);
  const { before, contentId, tailPath, linesBefore } = grown;
  const tail = await prepareWhole({ ...file, path: tailPath, bytes: statSync(tailPath).size }, directory);
  const skipped = file.bytes - tail.file.bytes;
  return {
    ...tail,
    file,
    contentId,
    headId: before.bytes >= headBytes ? before.headId : await headIdOf(file, file.bytes),
    linesBefore,
    refused: tail.refused.map((line) => ({ ...line, lineNumber: line.lineNumber + linesBefore })),
    completeBytes: Math.max(tail.completeBytes + skipped, before.completeBytes),
    grownFrom: before,
  };
}

/**
 * Reads a file once: hashes its content, and unpacks or cleans it into `directory` where DuckDB would misread it.
 * Throws where the file cannot be read to its end.
 */
async function prepareWhole(file: LandingFile, directory: string): Promise<PreparedFile> {
  const isPacked = packingOf(file.name) !== "none";
  const unpacked = join(directory, "unpacked", file.name);
  const scanner = startScan();
  const scan = (chunk: Buffer): Buffer => {
    scanner.update(chunk);
    return chunk;
  };
  if (isPacked) await copyBytes(readUnpacked(file), unpacked, scan);
  else for await (const chunk of readUnpacked(file)) scan(chunk);
  const { isPlain, isArray, completeBytes, isTailTaken, ...found } = scanner.finish();
  const isOfLines = !isPacked && !isArray;
  const prepared = {
    file,
    ...found,
    completeBytes: isOfLines ? completeBytes : 0,
    isTailTaken: isOfLines && isTailTaken,
    linesBefore: 0,
    grownFrom: undefined,
  };
  if (isPlain && !isArray) return { ...prepared, readPath: isPacked ? unpacked : file.path, refused: [] };

  const cleaned = join(directory, "cleaned", file.name);
  const refused: RefusedLine[] = [];
  const cleaner = (isArray ? startSplitting : startCleaning)((line) => refused.push(line));
  await copyBytes(readUnpacked(file), cleaned, cleaner.update, cleaner.finish);
  return { ...prepared, readPath: cleaned, refused };
}
