import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";

import { z } from "zod";

import { builtFile } from "../lib/paths.ts";
import { layOutLines } from "../simulate/plant-layout.ts";
import type { PackedChunk, SimulationJob } from "./simulate-chunks.ts";
import { packedChunk, packedChunks } from "./simulate-chunks.ts";
import { createCredit, creditMemory } from "./thread-credit.ts";

/** All workers together are at most so far ahead of what is written. */
const CREDIT_BYTES = 40_000_000;
/** A machine needs some 0.03 MB; without limits a thread lets three times as much garbage lie before it collects it. */
const HEAP_MB = { young: 64, oldWithoutMachines: 100, oldPerMachine: 0.15 } as const;

/**
 * The chunks of the whole plant, in order: every hour's line by line. Line `n` is made by worker `n` modulo their number, so
 * the order, and with it every byte, is the same however many there are. The first worker is this thread itself.
 */
export async function* simulateInWorkers(
  job: Omit<SimulationJob, "share">,
  workerCount: number,
): AsyncGenerator<PackedChunk, void, void> {
  const lines = layOutLines(job.parameters, job.options);
  const machineCount = lines.reduce((sum, { machines }) => sum + machines.length, 0);
  const creditBytes = Math.floor(CREDIT_BYTES / workerCount);
  const own = createOwnWorker({ ...job, share: { index: 0, count: workerCount } }, creditBytes);
  const threads = Array.from({ length: workerCount - 1 }, (_, index) =>
    startThread(
      { ...job, share: { index: index + 1, count: workerCount } },
      { machineCount: machineCount / workerCount, creditBytes },
    ),
  );
  try {
    for (let line = 0; ; line = (line + 1) % lines.length) {
      const thread = threads[(line % workerCount) - 1];
      const chunk = thread === undefined ? own.next() : await nextOf(thread, own);
      if (chunk === undefined) return;
      yield chunk;
      // The simulation itself never waits; this lets Ctrl+C and the chunks of the threads through.
      await setImmediate();
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.stop()));
  }
}

/** The next chunk of a thread; meanwhile this one works ahead. */
async function nextOf(thread: ChunkThread, own: OwnWorker): Promise<PackedChunk | undefined> {
  while (thread.isPending() && own.workAhead()) await setImmediate();
  return thread.next();
}

interface OwnWorker {
  /** The next chunk of its lines; undefined after the last. */
  readonly next: () => PackedChunk | undefined;
  /** Makes a chunk in advance; false if there is none left, or so many are waiting that it must not. */
  readonly workAhead: () => boolean;
}

function createOwnWorker(job: SimulationJob, creditBytes: number): OwnWorker {
  const source = packedChunks(job);
  const chunks: PackedChunk[] = [];
  let waitingBytes = 0;
  return {
    next: () => {
      const chunk = chunks.shift();
      if (chunk === undefined) return source.next().value ?? undefined;
      waitingBytes -= chunk.bytes.length;
      return chunk;
    },
    workAhead: () => {
      if (waitingBytes >= creditBytes) return false;
      const { value: chunk } = source.next();
      if (chunk === undefined) return false;
      chunks.push(chunk);
      waitingBytes += chunk.bytes.length;
      return true;
    },
  };
}

interface ChunkThread {
  /** Whether the next chunk is still to come. */
  readonly isPending: () => boolean;
  /** The next chunk of its lines; undefined after the last. Throws what the thread throws. */
  readonly next: () => Promise<PackedChunk | undefined>;
  readonly stop: () => Promise<unknown>;
}

function startThread(
  job: SimulationJob,
  { machineCount, creditBytes }: { readonly machineCount: number; readonly creditBytes: number },
): ChunkThread {
  const memory = creditMemory(creditBytes);
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
  const isPending = (): boolean => chunks.length === 0 && !state.isOver;
  return {
    isPending,
    next: async () => {
      while (isPending()) {
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
