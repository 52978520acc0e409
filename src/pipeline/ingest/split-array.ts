import type { LineRewriter } from "./clean-lines.ts";
import { startHolding, type RefusedLine } from "./held-line.ts";
import { isInvisible } from "./scan.ts";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * Writes each element of a JSON array on a line of its own, good or bad: whoever reads the lines judges them. What stands
 * outside of an array is taken line by line, so arrays may follow one another, and a line feed inside a text, which JSON
 * does not allow, ends the element, so that one that is broken does not swallow the others.
 */
export function startSplitting(refuse: (line: RefusedLine) => void): LineRewriter {
  const element = startHolding(refuse);
  let isInArray = false;
  let depth = 0;
  let isInText = false;
  let isEscaped = false;
  let isBlank = true;

  const end = (): Buffer => {
    const isEmpty = isBlank;
    isBlank = true;
    depth = 0;
    isInText = false;
    isEscaped = false;
    if (!isEmpty) return Buffer.concat([onOneLine(element.end()), Buffer.from("\n")]);
    element.drop();
    return Buffer.alloc(0);
  };

  /** Whether the byte ends the element before it. */
  const meet = (byte: number): boolean => {
    if (isInText) {
      if (byte === lineFeed) return true;
      if (isEscaped) isEscaped = false;
      else if (byte === backslash) isEscaped = true;
      else if (byte === quote) isInText = false;
      return false;
    }
    switch (byte) {
      case quote:
        isInText = true;
        break;
      case openBracket:
        if (!isInArray && isBlank) {
          isInArray = true;
          return true;
        }
        depth += 1;
        break;
      case openBrace:
        depth += 1;
        break;
      case closeBrace:
        if (depth > 0) depth -= 1;
        break;
      case closeBracket:
        if (depth === 0 && isInArray) {
          isInArray = false;
          return true;
        }
        if (depth > 0) depth -= 1;
        break;
      case comma:
        return isInArray && depth === 0;
      case lineFeed:
      case carriageReturn:
        return !isInArray;
    }
    return false;
  };

  return {
    update: (chunk) => {
      const kept: Buffer[] = [];
      let start = 0;
      for (let index = 0; index < chunk.length; index += 1) {
        const byte = chunk[index] ?? 0;
        if (meet(byte)) {
          element.hold(chunk.subarray(start, index));
          kept.push(end());
          start = index + 1;
        } else if (isBlank) {
          if (isInvisible(byte)) start = index + 1;
          else isBlank = false;
        }
      }
      element.hold(chunk.subarray(start));
      return Buffer.concat(kept);
    },
    finish: () => {
      const last = end();
      if (!isInArray) return last;
      element.hold(Buffer.from("["));
      return Buffer.concat([last, element.end("line: the array is never closed; is the file cut short?")]);
    },
  };
}

function onOneLine(element: Buffer): Buffer {
  if (!element.includes(lineFeed) && !element.includes(carriageReturn)) return element;
  return Buffer.from(element.map((byte) => (byte === lineFeed || byte === carriageReturn ? space : byte)));
}
