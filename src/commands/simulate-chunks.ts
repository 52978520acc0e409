import { gzipSync } from "node:zlib";

import { z } from "zod";

import { DIRT_LEVEL_NAMES } from "../simulate/dirt-level-name.ts";
import { plantParameters } from "../simulate/plant-parameters.ts";
import type { TelemetryChunk } from "../simulate/plant-simulation.ts";
import { simulateTelemetry } from "../simulate/plant-simulation.ts";
import { truthText } from "./simulate-truth.ts";

/** What a thread is told: the plant, and which of its lines are its own. */
export const simulationJob = z.object({
  options: z.object({
    seed: z.int(),
    startDate: z.string(),
    days: z.int(),
    lineCount: z.int().nullable(),
    machinesPerLine: z.int().nullable(),
    dirt: z.enum(DIRT_LEVEL_NAMES),
  }),
  parameters: plantParameters,
  isCompressed: z.boolean(),
  share: z.object({ index: z.int(), count: z.int() }),
});
export type SimulationJob = z.infer<typeof simulationJob>;

/** An hour of one line, ready to be written: to the end of a file in `landing/`, and to the tables of the truth. */
export const packedChunk = z.object({
  path: z.string(),
  bytes: z.instanceof(Uint8Array<ArrayBuffer>),
  eventCount: z.int(),
  truth: z.object({ hours: z.string(), failures: z.string(), dirt: z.string() }),
  simulatedUntil: z.string(),
});
export type PackedChunk = z.infer<typeof packedChunk>;

/** Simulates the lines of a job and packs what they tell. */
export function* packedChunks({
  options,
  parameters,
  isCompressed,
  share,
}: SimulationJob): Generator<PackedChunk, void, void> {
  for (const chunk of simulateTelemetry(options, parameters, share)) yield pack(chunk, isCompressed);
}

function pack({ path, bytes, truth, ...rest }: TelemetryChunk, isCompressed: boolean): PackedChunk {
  const packed = { ...rest, truth: truthText(truth) };
  if (!isCompressed) return { ...packed, path, bytes };
  // A file of several gzip members, one a chunk, is a gzip file; and it is the same one whoever packs which chunk.
  return { ...packed, path: `${path}.gz`, bytes: new Uint8Array(gzipSync(bytes)) };
}
