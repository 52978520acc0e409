import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { createGunzip } from "node:zlib";

import { Decompress } from "fzstd";

import type { LandingFile } from "./landing.ts";

export type Packing = "none" | "gzip" | "zstd";

export function packingOf(name: string): Packing {
  if (/\.gz$/i.test(name)) return "gzip";
  return /\.zst$/i.test(name) ? "zstd" : "none";
}

const chunkBytes = 1 << 20;

/**
 * The bytes of a landing file, unpacked. Throws where the archive is damaged or cut short: DuckDB itself would read it
 * up to the cut and say nothing. A chunk is good until the next one is asked for.
 */
export async function* readUnpacked({ path, name, bytes }: LandingFile): AsyncGenerator<Buffer> {
  const packing = packingOf(name);
  if (packing === "none") {
    // No further than it was long when it was found: it may be growing.
    yield* readBytes(path, { from: 0, to: bytes });
    return;
  }
  const raw = createReadStream(path, { highWaterMark: chunkBytes });
  try {
    yield* packing === "gzip" ? unpackGzip(raw) : unpackZstd(raw);
  } catch (failure) {
    if (!(failure instanceof Error) || "syscall" in failure) throw failure;
    throw new Error(`the archive is damaged or cut short (${failure.message})`, { cause: failure });
  }
}

/**
 * The bytes of a stretch of a file, or of as much of it as there is. A chunk is good until the next one is asked for: one
 * buffer serves the whole file, for fresh ones, as a stream has them, cost a quarter of the time. Read by the thread that
 * looks at them, or they come to it by way of another processor's cache, which costs another quarter.
 */
export async function* readBytes(
  path: string,
  { from, to }: { readonly from: number; readonly to: number },
): AsyncGenerator<Buffer> {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.allocUnsafeSlow(chunkBytes);
    for (let position = from; position < to;) {
      const bytesRead = readSync(file, buffer, 0, Math.min(chunkBytes, to - position), position);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      position += bytesRead;
      // Lets signals through, and the answers of DuckDB, which reads meanwhile.
      await setImmediate();
    }
  } finally {
    closeSync(file);
  }
}

async function* unpackGzip(raw: AsyncIterable<Buffer> & NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 1 << 20 });
  raw.on("error", (failure) => gunzip.destroy(failure));
  raw.pipe(gunzip);
  yield* gunzip;
}

async function* unpackZstd(raw: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  let isComplete = false;
  const decompress = new Decompress((chunk, isFinal) => {
    if (chunk.length > 0) pending.push(Buffer.from(chunk));
    isComplete ||= isFinal === true;
  });
  for await (const chunk of raw) {
    decompress.push(new Uint8Array(chunk));
    yield* pending;
    pending = [];
  }
  decompress.push(new Uint8Array(0), true);
  yield* pending;
  if (!isComplete) throw new Error("unexpected end of file");
}
