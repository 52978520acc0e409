/** Text that is gathered as UTF-8, for files: nothing is kept of it but its bytes. */
export interface ByteText {
  readonly append: (text: string) => void;
  readonly length: () => number;
  /** The bytes so far, which are then forgotten here. */
  readonly take: () => Uint8Array;
}

/** UTF-8 takes at most so many bytes for a UTF-16 unit. */
const MAX_BYTES_A_UNIT = 3;

export function createByteText(capacity = 1 << 20): ByteText {
  let buffer = Buffer.allocUnsafe(capacity);
  let length = 0;
  return {
    append: (text) => {
      if (length + text.length * MAX_BYTES_A_UNIT > buffer.length) {
        const grown = Buffer.allocUnsafe(2 * buffer.length + text.length * MAX_BYTES_A_UNIT);
        buffer.copy(grown, 0, 0, length);
        buffer = grown;
      }
      length += buffer.write(text, length);
    },
    length: () => length,
    take: () => {
      const taken = Buffer.from(buffer.subarray(0, length));
      length = 0;
      return taken;
    },
  };
}
