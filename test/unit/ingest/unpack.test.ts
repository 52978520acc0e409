import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { expect, onTestFinished, test } from "vitest";

import { packingOf, readUnpacked } from "../../../src/pipeline/ingest/unpack.ts";

/** A Zstandard frame of stored blocks: the least that is an archive. */
function zstdOf(content: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(content.length);
  const blocks: Buffer[] = [];
  for (let start = 0; start < content.length; start += 65_536) {
    const block = content.subarray(start, start + 65_536);
    const isLast = start + 65_536 >= content.length;
    const header = Buffer.alloc(3);
    header.writeUIntLE((block.length << 3) | (isLast ? 1 : 0), 0, 3);
    blocks.push(header, block);
  }
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0]), size, ...blocks]);
}

async function unpacked(name: string, bytes: Buffer): Promise<Buffer> {
  const directory = await mkdtemp(join(tmpdir(), "indkpi-unpack-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const path = join(directory, name);
  await writeFile(path, bytes);
  const chunks: Buffer[] = [];
  for await (const chunk of readUnpacked({
    path,
    name,
    source: "telemetry",
    bytes: bytes.length,
    modifiedMs: 0,
  })) {
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

const content = Buffer.from(Array.from({ length: 200_000 }, (_, index) => `line ${index}\n`).join(""));

test("the name tells the packing", () => {
  expect(["a.ndjson", "a.json.GZ", "a.jsonl.zst", "a.gz.json"].map(packingOf)).toEqual([
    "none",
    "gzip",
    "zstd",
    "none",
  ]);
});

test("plain, gzip and zstd files are read whole, concatenated archives too", async () => {
  expect((await unpacked("a.ndjson", content)).equals(content)).toBe(true);
  expect((await unpacked("a.ndjson.gz", gzipSync(content))).equals(content)).toBe(true);
  expect((await unpacked("a.ndjson.zst", zstdOf(content))).equals(content)).toBe(true);
  const twice = Buffer.concat([gzipSync(content), gzipSync(content)]);
  expect((await unpacked("a.ndjson.gz", twice)).length).toBe(content.length * 2);
});

test("an archive that was cut short anywhere is refused", async () => {
  const gzip = gzipSync(content);
  const zstd = zstdOf(content);
  for (const share of [0.1, 0.5, 0.9, 0.9999]) {
    await expect(unpacked("a.gz", gzip.subarray(0, gzip.length * share))).rejects.toThrow(
      "damaged or cut short",
    );
    await expect(unpacked("a.zst", zstd.subarray(0, zstd.length * share))).rejects.toThrow(
      "damaged or cut short",
    );
  }
});

test("what is no archive, or a damaged one, is refused", async () => {
  await expect(unpacked("a.gz", content)).rejects.toThrow("damaged or cut short");
  await expect(unpacked("a.zst", content)).rejects.toThrow("damaged or cut short");
  const damaged = gzipSync(content);
  damaged.fill(0, 100, 200);
  await expect(unpacked("a.gz", damaged)).rejects.toThrow("damaged or cut short");
});
