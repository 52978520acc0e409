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

const shownBytes = 10_000;

export interface LineHolder {
  /** Takes a piece of the line; the piece may be overwritten afterwards. */
  readonly hold: (piece: Buffer) => void;
  /** Ends the line: its bytes, or none where it is refused, for `fault` or for what it holds. */
  readonly end: (fault?: string) => Buffer;
  /** Forgets what is held, without counting a line. */
  readonly drop: () => void;
}

/** Puts lines together from pieces, in memory bounded by the longest line that is accepted, and refuses what is none. */
export function startHolding(refuse: (line: RefusedLine) => void): LineHolder {
  let pieces: Buffer[] = [];
  let heldBytes = 0;
  let lineBytes = 0;
  let lineNumber = 1;

  const drop = (): void => {
    pieces = [];
    heldBytes = 0;
    lineBytes = 0;
  };

  return {
    hold: (piece) => {
      lineBytes += piece.length;
      // Past the limit only what the quarantine shows is worth keeping.
      if (heldBytes > maxLineBytes) return;
      pieces.push(Buffer.from(piece));
      heldBytes += piece.length;
    },
    end: (fault) => {
      const line = pieces.length === 1 ? (pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(pieces);
      const reason = fault ?? refusal(line, lineBytes);
      if (reason !== undefined) {
        const text = line.subarray(0, shownBytes).toString().replaceAll("\0", "\\u0000");
        refuse({ lineNumber, reason, text });
      }
      drop();
      lineNumber += 1;
      return reason === undefined ? line : Buffer.alloc(0);
    },
    drop,
  };
}

function refusal(line: Buffer, lineBytes: number): string | undefined {
  if (lineBytes > maxLineBytes) return `line: ${lineBytes} bytes, longer than ${maxLineBytes}`;
  if (!isUtf8(line)) return "line: not UTF-8";
  return line.includes(0) ? "line: holds a NUL byte" : undefined;
}
