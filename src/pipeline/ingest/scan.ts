import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";

/** What one pass over a file's bytes tells. */
interface Scan {
  /** SHA-256 of the content. */
  readonly contentId: string;
  /** Whether DuckDB's line reader can take the file as it is. */
  readonly isPlain: boolean;
  /** Whether the content begins like a JSON array rather than a line per object. */
  readonly isArray: boolean;
  /** Whether the word null occurs anywhere. */
  readonly holdsNull: boolean;
  /** Up to the end of the last whole line. */
  readonly completeBytes: number;
  /** SHA-256 of the first `headBytes`. */
  readonly headId: string;
  /** Whether what stands after the last whole line is a JSON object, and so a line. */
  readonly isTailTaken: boolean;
}

/** DuckDB's line reader refuses longer lines. */
export const maxLineBytes = 2_000_000;

/** So many bytes at the beginning tell most files apart. */
export const headBytes = 4096;

const lineFeed = 10;
const carriageReturn = 13;

export interface Scanner {
  readonly update: (chunk: Buffer) => void;
  readonly finish: () => Scan;
}

/**
 * Looks for everything that DuckDB's line reader would get wrong without a word: bytes that are not UTF-8, NUL, carriage
 * returns, lines that are too long. The searches run at memory speed; the hash is what costs.
 */
export function startScan(): Scanner {
  const hash = createHash("sha256");
  const headHash = createHash("sha256");
  let isPlain = true;
  let head = "";
  let lineBytes = 0;
  let partial = Buffer.alloc(0);
  let holdsNull = false;
  let tail = "";
  let readBytes = 0;
  let completeBytes = 0;
  let lastLine: Buffer[] = [];

  const follow = (chunk: Buffer): void => {
    const lastFeed = chunk.lastIndexOf(lineFeed);
    if (lastFeed !== -1) {
      completeBytes = readBytes + lastFeed + 1;
      lastLine = [];
    }
    if (readBytes < headBytes) headHash.update(chunk.subarray(0, headBytes - readBytes));
    readBytes += chunk.length;
    if (readBytes - completeBytes <= maxLineBytes) lastLine.push(Buffer.from(chunk.subarray(lastFeed + 1)));
  };

  const check = (chunk: Buffer): void => {
    const bytes = partial.length === 0 ? chunk : Buffer.concat([partial, chunk]);
    const whole = wholeCharacters(bytes);
    isPlain = isUtf8(bytes.subarray(0, whole)) && !chunk.includes(0) && !chunk.includes(carriageReturn);
    partial = Buffer.from(bytes.subarray(whole));
    let start = 0;
    while (isPlain && chunk.length - start + lineBytes > maxLineBytes) {
      const last = chunk.lastIndexOf(lineFeed, start + maxLineBytes - lineBytes);
      if (last < start) isPlain = false;
      start = last + 1;
      lineBytes = 0;
    }
    const lastFeed = chunk.lastIndexOf(lineFeed);
    lineBytes = lastFeed === -1 ? lineBytes + chunk.length : chunk.length - lastFeed - 1;
  };

  return {
    update: (chunk) => {
      hash.update(chunk);
      follow(chunk);
      head = firstVisible(chunk, head);
      holdsNull ||= hasNull(chunk) || `${tail}${chunk.toString("latin1", 0, 3)}`.includes("null");
      tail = `${tail}${chunk.toString("latin1", Math.max(0, chunk.length - 3))}`.slice(-3);
      if (isPlain) check(chunk);
    },
    finish: () => ({
      contentId: hash.digest("hex"),
      isPlain: isPlain && partial.length === 0,
      isArray: /^\[[[{"\]]/.test(head),
      holdsNull,
      completeBytes,
      headId: headHash.digest("hex"),
      isTailTaken: readBytes - completeBytes <= maxLineBytes && isObject(Buffer.concat(lastLine).toString()),
    }),
  };
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** What the first bytes let one expect: a plain file of lines. */
export function looksPlain(head: Buffer): boolean {
  return !firstVisible(head).startsWith("[") && !head.includes(carriageReturn) && !head.includes(0);
}

/** The search for the rarer letters is twice as fast and rules most files out. */
function hasNull(chunk: Buffer): boolean {
  return chunk.includes("ull") && chunk.includes("null");
}

/** Length without the bytes of a character that the next chunk completes. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < length ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

const invisible: ReadonlySet<number> = new Set(Buffer.from(" \t\r\n\uFEFF"));

/** A blank, a line ending or a byte of the mark that some systems begin a file with. */
export function isInvisible(byte: number): boolean {
  return invisible.has(byte);
}

/** The first two bytes that can be seen, with what was found of them before. */
function firstVisible(chunk: Buffer, found = ""): string {
  let head = found;
  for (let index = 0; head.length < 2 && index < chunk.length; index += 1) {
    const byte = chunk[index] ?? 0;
    if (!isInvisible(byte)) head += String.fromCodePoint(byte);
  }
  return head;
}
