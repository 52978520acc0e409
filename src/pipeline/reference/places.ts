/** A place in a text file: line and column from 1, the column in characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

const lf = 0x0a;
const cr = 0x0d;

/** The offsets at which lines begin, whether they end in LF, CRLF or CR. */
export function lineStarts(bytes: Uint8Array): readonly number[] {
  const starts = [0];
  for (let offset = 0; offset < bytes.length; offset += 1) {
    const byte = bytes[offset];
    if (byte === lf || (byte === cr && bytes[offset + 1] !== lf)) starts.push(offset + 1);
  }
  return starts;
}

interface Locator {
  readonly lineOf: (offset: number) => number;
  readonly placeOf: (offset: number) => Place;
}

/** Turns byte offsets of UTF-8 text into lines and columns. */
export function createLocator(bytes: Buffer): Locator {
  const starts = lineStarts(bytes);
  const lineOf = (offset: number) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
  const placeOf = (offset: number) => {
    const line = lineOf(offset);
    const before = bytes.subarray(starts[line - 1] ?? 0, offset).toString();
    return { line, column: Array.from(before).length + 1 };
  };
  return { lineOf, placeOf };
}
