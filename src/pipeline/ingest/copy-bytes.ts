import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** Writes chunks into a file, each before the next one is asked for. */
export async function copyBytes(
  chunks: AsyncIterable<Buffer>,
  target: string,
  transform: (chunk: Buffer) => Buffer = (chunk) => chunk,
  finish: () => Buffer = () => Buffer.alloc(0),
): Promise<void> {
  mkdirSync(dirname(target), { recursive: true });
  const output = openSync(target, "w");
  try {
    for await (const chunk of chunks) writeWhole(output, transform(chunk));
    writeWhole(output, finish());
  } finally {
    closeSync(output);
  }
}

function writeWhole(output: number, bytes: Buffer): void {
  for (let offset = 0; offset < bytes.length;) offset += writeSync(output, bytes, offset);
}
