import { startHolding, type RefusedLine } from "./held-line.ts";

const lineFeed = 10;
const carriageReturn = 13;

export interface LineRewriter {
  /** Takes raw bytes, gives the bytes to keep. */
  readonly update: (chunk: Buffer) => Buffer;
  readonly finish: () => Buffer;
}

/**
 * Rewrites lines so that the line reader counts them as people do: every ending becomes a line feed, and a line that is
 * not UTF-8, holds a NUL or is too long becomes an empty one and is handed to `refuse`.
 */
export function startCleaning(refuse: (line: RefusedLine) => void): LineRewriter {
  const line = startHolding(refuse);
  let isBegun = false;
  let endedByReturn = false;

  return {
    update: (chunk) => {
      const kept: Buffer[] = [];
      let start = 0;
      while (start < chunk.length) {
        if (endedByReturn && chunk[start] === lineFeed) start += 1;
        endedByReturn = false;
        const end = nextEnding(chunk, start);
        const piece = chunk.subarray(start, end === -1 ? chunk.length : end);
        line.hold(piece);
        isBegun ||= piece.length > 0;
        if (end === -1) break;
        kept.push(line.end(), Buffer.from("\n"));
        isBegun = false;
        endedByReturn = chunk[end] === carriageReturn;
        start = end + 1;
      }
      return Buffer.concat(kept);
    },
    finish: () => (isBegun ? line.end() : Buffer.alloc(0)),
  };
}

function nextEnding(chunk: Buffer, start: number): number {
  const feed = chunk.indexOf(lineFeed, start);
  const end = feed === -1 ? chunk.length : feed;
  const back = chunk.subarray(start, end).indexOf(carriageReturn);
  return back === -1 ? feed : start + back;
}
