import { createHash } from "node:crypto";

import type { LandedFile } from "../manifest.ts";
import { copyBytes } from "./copy-bytes.ts";
import { headIdOf } from "./head-id.ts";
import type { LandingFile } from "./landing.ts";
import { packingOf, readBytes } from "./unpack.ts";

/** A file that begins with what was taken in before, under its own name or another: only the rest of it is new. */
export interface GrownFile {
  /** What it was when it was last taken in. */
  readonly before: LandedFile;
  /** SHA-256 of all of it as it is now. */
  readonly contentId: string;
  /** A copy of the lines that are new. */
  readonly tailPath: string;
  /** Lines before the copy begins. */
  readonly linesBefore: number;
}

const lineFeed = 10;

/**
 * Tells whether a file is one of `known` and more, and copies what is more to `tailPath`. A last line that was cut short
 * then begins again; one that was whole but for its line feed does not.
 */
export async function findGrown(
  file: LandingFile,
  known: readonly LandedFile[],
  tailPath: string,
): Promise<GrownFile | undefined> {
  if (packingOf(file.name) !== "none") return undefined;
  const candidates = known
    .filter(
      ({ bytes, completeBytes, isTailTaken }) => (completeBytes > 0 || isTailTaken) && bytes < file.bytes,
    )
    .toSorted((a, b) => b.bytes - a.bytes);
  for (const before of candidates) {
    const grown = await readGrown(file, before, tailPath);
    if (grown !== undefined) return grown;
  }
  return undefined;
}

async function readGrown(
  file: LandingFile,
  before: LandedFile,
  tailPath: string,
): Promise<GrownFile | undefined> {
  // What tells that it is not, for most files, at the price of their first bytes.
  if ((await headIdOf(file, before.bytes)) !== before.headId) return undefined;
  const hash = createHash("sha256");
  const { completeBytes, isTailTaken } = before;
  let linesBefore = isTailTaken && completeBytes < before.bytes ? 1 : 0;
  let position = 0;
  for await (const chunk of readBytes(file.path, { from: 0, to: before.bytes })) {
    hash.update(chunk);
    linesBefore += countFeeds(chunk.subarray(0, Math.max(completeBytes - position, 0)));
    position += chunk.length;
  }
  if (hash.copy().digest("hex") !== before.contentId) return undefined;
  for await (const chunk of readBytes(file.path, { from: before.bytes, to: file.bytes })) hash.update(chunk);
  const from = isTailTaken ? before.bytes + (await endOfTaken(file, before)) : completeBytes;
  await copyBytes(readBytes(file.path, { from, to: file.bytes }), tailPath);
  return { before, contentId: hash.digest("hex"), tailPath, linesBefore };
}

/** The line feed that ends what was taken ends no line of the rest. */
async function endOfTaken(file: LandingFile, { bytes, completeBytes }: LandedFile): Promise<number> {
  if (completeBytes === bytes) return 0;
  for await (const chunk of readBytes(file.path, { from: bytes, to: bytes + 1 }))
    return chunk[0] === lineFeed ? 1 : 0;
  return 0;
}

function countFeeds(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, at + 1)) count += 1;
  return count;
}
