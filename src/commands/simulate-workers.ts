import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";

import { z } from "zod";

import { builtFile } from "../lib/paths.ts";
import { layOutLines } from "../simulate/plant-layout.ts";
import type { PackedChunk, SimulationJob } from "./simulate-chunks.ts";
import { packedChunk, packedChunks } from "./simulate-chunks.ts";
import { createCredit, creditMemory } from "./thread-credit.ts";

/** A thread is at most so far ahead of what is written. */
const CREDIT_BYTES = 4_000_000;
/** A machine needs some 0.03 MB; without limits a thread lets three times as much garbage lie before it collects it. */
const HEAP_MB = { young: 48, oldWithoutMachines: 100, oldPerMachine: 0.15 } as const;

/**
 * The chunks of the whole plant, in order: every hour's line by line. Line `n` is made by worker `n` modulo their number, so
 * the order, and with it every byte, is the same however many there are. A single one is this thread itself.
 */
export async function* simulateInWorkers(
  job: Omit<SimulationJob, "share">,
  workerCount: number,
): AsyncGenerator<PackedChunk, void, void> {
  if (workerCount === 1) {
    for (const chunk of packedChunks({ ...job, share: { index: 0, count: 1 } })) {
      yield chunk;
      // The simulation itself never waits; this lets Ctrl+C through.
      await setImmediate();
    }
    return;
  }
  const lines = layOutLines(job.parameters, job.options);
  const machineCount = lines.reduce((sum, { machines }) => sum + machines.length, 0);
  const workers = Array.from({ length: workerCount }, (_, index) =>
    startWorker({ ...job, share: { index, count: workerCount } }, Math.ceil(machineCount / workerCount)),
  );
  try {
    for (let line = 0; ; line = (line + 1) % lines.length) {
      const chunk = await workers[line % workerCount]?.next();
      if (chunk === undefined) return;
      yield chunk;
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

interface ChunkWorker {
  /** The next chunk of its lines; undefined after the last. Throws what the worker throws. */
  readonly next: () => Promise<PackedChunk | undefined>;
  readonly stop: () => Promise<unknown>;
}

function startWorker(job: SimulationJob, machineCount: number): ChunkWorker {
  const memory = creditMemory(CREDIT_BYTES);
  const credit = createCredit(memory);
  const script = builtFile("commands/simulate-worker.js");
  const resourceLimits = {
    maxYoungGenerationSizeMb: HEAP_MB.young,
    maxOldGenerationSizeMb: Math.ceil(HEAP_MB.oldWithoutMachines + HEAP_MB.oldPerMachine * machineCount),
  };
  const worker = new Worker(script, { workerData: { job, memory }, resourceLimits });
  const chunks: PackedChunk[] = [];
  const state: { isOver: boolean; fault: Error | null } = { isOver: false, fault: null };
  let wake: (() => void) | undefined;
  worker.on("message", (message: unknown) => {
    chunks.push(...z.array(packedChunk).parse(message));
    wake?.();
  });
  worker.on("error", (error) => {
    state.fault = error instanceof Error ? error : new Error(String(error));
  });
  worker.on("exit", () => {
    state.isOver = true;
    wake?.();
  });
  return {
    next: async () => {
      while (chunks.length === 0 && !state.isOver) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (state.fault !== null) throw state.fault;
      const chunk = chunks.shift();
      if (chunk !== undefined) credit.giveBack(chunk.bytes.length);
      return chunk;
    },
    stop: () => worker.terminate(),
  };
}
