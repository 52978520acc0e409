import { parentPort, workerData } from "node:worker_threads";

import { z } from "zod";

import { packedChunks, simulationJob } from "./simulate-chunks.ts";
import { createCredit } from "./thread-credit.ts";

/** A thread that simulates its lines and hands the chunks over, as long as it has credit. */

const { job, memory } = z
  .object({ job: simulationJob, memory: z.instanceof(SharedArrayBuffer) })
  .parse(workerData);
const credit = createCredit(memory);
for (const chunk of packedChunks(job)) {
  credit.take(chunk.bytes.length);
  parentPort?.postMessage(chunk, [chunk.bytes.buffer]);
}
