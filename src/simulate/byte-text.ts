/**
 * Text that is gathered as UTF-8, for files. Numbers and plain text become bytes one by one, without a string in between:
 * that is several times as fast as joining strings and encoding them.
 */
export interface ByteText {
  readonly text: (text: string) => void;
  /** A whole number of at least 0. */
  readonly integer: (value: number) => void;
  /** A number with so many decimals, as toFixed but for the rare tie. */
  readonly decimal: (value: number, digits: 1 | 3 | 4) => void;
  /** Bytes so far. */
  readonly length: () => number;
  /** Takes back what was written from a length on, and gives it. */
  readonly cut: (from: number) => string;
  /** The bytes so far, in memory of their own; they are then forgotten here. */
  readonly take: () => Uint8Array<ArrayBuffer>;
}

/** UTF-8 takes at most so many bytes for a UTF-16 unit; a number in decimals never takes more than 400 bytes. */
const MAX_BYTES_A_UNIT = 3;
const MAX_NUMBER_BYTES = 400;
const ZERO = 48;
const POINT = 46;
const MINUS = 45;
/** Beyond this a double loses digits when it is taken apart: that is left to the language. */
const MAX_FAST = 1e11;

export function createByteText(capacity = 1 << 20): ByteText {
  let buffer = Buffer.allocUnsafe(capacity);
  let length = 0;

  const reserve = (size: number): void => {
    if (length + size <= buffer.length) return;
    const grown = Buffer.allocUnsafe(2 * buffer.length + size);
    buffer.copy(grown, 0, 0, length);
    buffer = grown;
  };

  const text = (written: string): void => {
    reserve(written.length * MAX_BYTES_A_UNIT);
    let at = length;
    for (let index = 0; index < written.length; index++) {
      const unit = written.charCodeAt(index);
      if (unit > 127) {
        length += buffer.write(written, length);
        return;
      }
      buffer[at++] = unit;
    }
    length = at;
  };

  /** At least so many digits, with zeros before. */
  const digits = (value: number, leastCount: number): void => {
    let count = leastCount;
    for (let bound = 10 ** leastCount; bound <= value; bound *= 10) count += 1;
    let left = value;
    for (let at = length + count - 1; at >= length; at--) {
      const rest = Math.floor(left / 10);
      buffer[at] = ZERO + left - rest * 10;
      left = rest;
    }
    length += count;
  };

  return {
    text,
    integer: (value) => {
      reserve(MAX_NUMBER_BYTES);
      if (value < MAX_FAST) digits(value, 1);
      else text(String(value));
    },
    decimal: (value, decimals) => {
      reserve(MAX_NUMBER_BYTES);
      if (!(Math.abs(value) < MAX_FAST)) {
        text(value.toFixed(decimals));
        return;
      }
      const scale = decimals === 1 ? 10 : decimals === 3 ? 1000 : 10_000;
      const scaled = Math.round(Math.abs(value) * scale);
      const whole = Math.floor(scaled / scale);
      if (value < 0 && scaled > 0) buffer[length++] = MINUS;
      digits(whole, 1);
      buffer[length++] = POINT;
      digits(scaled - whole * scale, decimals);
    },
    length: () => length,
    cut: (from) => {
      const taken = buffer.toString("utf8", from, length);
      length = from;
      return taken;
    },
    take: () => {
      // Not by Buffer.from, which may share memory with others: this can be handed to another thread.
      const taken = new Uint8Array(buffer.subarray(0, length));
      length = 0;
      return taken;
    },
  };
}
