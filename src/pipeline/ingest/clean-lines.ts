import { isUtf8 } from "node:buffer";

import { maxLineBytes } from "./scan.ts";

/** A line that DuckDB's reader must not see. */
export interface RefusedLine {
  /** Counted from 1. */
  readonly lineNumber: number;
  readonly reason: string;
  /** As far as it can be shown; invalid bytes as U+FFFD, at most `shownBytes` of it. */
  readonly text: string;
}

const lineFeed = 10;
const carriageReturn = 13;
const shownBytes = 10_000;

export interface LineCleaner {
  /** Takes raw bytes, gives the bytes to keep. */
  readonly update: (chunk: Buffer) => Buffer;
  readonly finish: () => Buffer;
}

/**
 * Rewrites lines so that the line reader counts them as people do: every ending becomes a line feed, and a line that is
 * not UTF-8, holds a NUL or is too long becomes an empty one and is handed to `refuse`. Memory is bounded by the
 * longest line that is accepted.
 */
export function startCleaning(refuse: (line: RefusedLine) => void): LineCleaner {
  let pieces: Buffer[] = [];
  let heldBytes = 0;
  let lineBytes = 0;
  let lineNumber = 1;
  let endedByReturn = false;

  const hold = (piece: Buffer): void => {
    lineBytes += piece.length;
    // Past the limit only what the quarantine shows is worth keeping.
    if (heldBytes > maxLineBytes) return;
    pieces.push(Buffer.from(piece));
    heldBytes += piece.length;
  };

  const endLine = (): Buffer => {
    const line = pieces.length === 1 ? (pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(pieces);
    const reason = refusal(line, lineBytes);
    if (reason !== undefined) {
      refuse({
        lineNumber,
        reason,
        text: line.subarray(0, shownBytes).toString().replaceAll("\0", "\\u0000"),
      });
    }
    pieces = [];
    heldBytes = 0;
    lineBytes = 0;
    lineNumber += 1;
    return reason === undefined ? line : Buffer.alloc(0);
  };

  return {
    update: (chunk) => {
      const kept: Buffer[] = [];
      let start = 0;
      while (start < chunk.length) {
        if (endedByReturn && chunk[start] === lineFeed) start += 1;
        endedByReturn = false;
        const end = nextEnding(chunk, start);
        hold(chunk.subarray(start, end === -1 ? chunk.length : end));
        if (end === -1) break;
        kept.push(endLine(), Buffer.from("\n"));
        endedByReturn = chunk[end] === carriageReturn;
        start = end + 1;
      }
      return Buffer.concat(kept);
    },
    finish: () => (lineBytes > 0 ? endLine() : Buffer.alloc(0)),
  };
}

function nextEnding(chunk: Buffer, start: number): number {
  const feed = chunk.indexOf(lineFeed, start);
  const end = feed === -1 ? chunk.length : feed;
  const back = chunk.subarray(start, end).indexOf(carriageReturn);
  return back === -1 ? feed : start + back;
}

function refusal(line: Buffer, lineBytes: number): string | undefined {
  if (lineBytes > maxLineBytes) return `line: ${lineBytes} bytes, longer than ${maxLineBytes}`;
  if (!isUtf8(line)) return "line: not UTF-8";
  return line.includes(0) ? "line: holds a NUL byte" : undefined;
}
