import { createHash, type Hash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

const chunkBytes = 4 << 20;

/** SHA-256 of a file's bytes, in hex. */
export function hashFile(path: string): string {
  return withFile(path, (file) => {
    const hash = createHash("sha256");
    hashBytes(hash, file, 0, fstatSync(file).size);
    return hash.digest("hex");
  });
}

/**
 * SHA-256 of a Parquet file, and of its rows alone: of what stands before the footer, where columns and the metadata of
 * whoever wrote it are told.
 */
export function hashParquet(path: string): { readonly rows: string; readonly file: string } {
  return withFile(path, (file) => {
    const { size } = fstatSync(file);
    const ending = Buffer.alloc(8);
    readSync(file, ending, 0, ending.length, size - ending.length);
    const rowsEnd = size - ending.length - ending.readUInt32LE(0);
    const hash = createHash("sha256");
    hashBytes(hash, file, 0, rowsEnd);
    const rows = hash.copy().digest("hex");
    hashBytes(hash, file, rowsEnd, size);
    return { rows, file: hash.digest("hex") };
  });
}

function withFile<T>(path: string, work: (file: number) => T): T {
  const file = openSync(path, "r");
  try {
    return work(file);
  } finally {
    closeSync(file);
  }
}

function hashBytes(hash: Hash, file: number, start: number, end: number): void {
  const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, end - start));
  for (let position = start; position < end;) {
    const length = readSync(file, chunk, 0, Math.min(chunk.length, end - position), position);
    if (length === 0) break;
    hash.update(chunk.subarray(0, length));
    position += length;
  }
}
