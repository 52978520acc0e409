import { parentPort, workerData } from "node:worker_threads";

import { z } from "zod";

import type { PackedChunk } from "./simulate-chunks.ts";
import { packedChunks, simulationJob } from "./simulate-chunks.ts";
import { createCredit } from "./thread-credit.ts";

/** A thread that simulates its lines and hands the chunks over, as long as it has credit. */

/** Messages of this size, as each wakes the other thread. */
const MESSAGE_BYTES = 1_000_000;

const { job, memory } = z
  .object({ job: simulationJob, memory: z.instanceof(SharedArrayBuffer) })
  .parse(workerData);
const credit = createCredit(memory);
let chunks: PackedChunk[] = [];
let byteCount = 0;
const handOver = (): void => {
  credit.take(byteCount);
  parentPort?.postMessage(
    chunks,
    chunks.map(({ bytes }) => bytes.buffer),
  );
  chunks = [];
  byteCount = 0;
};
for (const chunk of packedChunks(job)) {
  chunks.push(chunk);
  byteCount += chunk.bytes.length;
  if (byteCount >= MESSAGE_BYTES) handOver();
}
handOver();
