import { DIRT_LEVELS } from "./dirt-level.ts";
import { createDirtyGateway } from "./dirty-gateway.ts";
import { createKernel } from "./event-kernel.ts";
import { assembleLine } from "./line-assembly.ts";
import { operateMachine } from "./machine-process.ts";
import { pollCounter } from "./piece-counter.ts";
import { planPlant } from "./plant-model.ts";
import type { PlantParameters } from "./plant-parameters.ts";
import { randomStream } from "./random-stream.ts";
import { referenceTables } from "./reference-tables.ts";
import { beatHeart, sampleSensors } from "./sensor-process.ts";
import type { SimulationOptions } from "./simulation-options.ts";
import { checkSimulationOptions } from "./simulation-options.ts";
import { HOUR_MS } from "./site-clock.ts";
import { createTelemetryWriter, utcHour } from "./telemetry-writer.ts";
import type { TruthDirt, TruthRows } from "./truth-rows.ts";
import type { WorkingMachine } from "./working-machine.ts";

export type { SimulationOptions } from "./simulation-options.ts";

/** A piece of a telemetry file: append `bytes` to `path`; a file's pieces come one after the other. */
export interface TelemetryChunk {
  /** Relative to the landing folder, one file a UTC hour, e.g. `2026-01-05T06.ndjson`. */
  readonly path: string;
  /** Whole lines of NDJSON in UTF-8, in order of time, for all machines. */
  readonly bytes: Uint8Array;
  readonly eventCount: number;
  /** What has become certain meanwhile. */
  readonly truth: TruthRows;
  /** How far the simulation has come, ISO 8601 in UTC. */
  readonly simulatedUntil: string;
}

/** A chunk ends at the hour, or once it has so many bytes. */
const CHUNK_BYTES = 1_000_000;

/** The reference files of the plant: file name (`sites.csv`) to CSV text. Throws a UsageError for impossible options. */
export function simulateReference(
  options: SimulationOptions,
  parameters: PlantParameters,
): Map<string, string> {
  return referenceTables(planPlant(checkSimulationOptions(options), parameters));
}

/**
 * The telemetry of the plant in order of time, from local midnight of the start date to that after the last day; every
 * machine ends with a sample at that very instant. Memory is bounded by a chunk. Throws a UsageError for impossible options.
 */
export function* simulateTelemetry(
  options: SimulationOptions,
  parameters: PlantParameters,
): Generator<TelemetryChunk, void, void> {
  const model = planPlant(checkSimulationOptions(options), parameters);
  const kernel = createKernel(model.startMs);
  const level = DIRT_LEVELS[options.dirt ?? "none"];
  const gateway = level === null ? null : createDirtyGateway(level, model);
  const writer = createTelemetryWriter(model.runTag, kernel.nowMs, gateway);
  const machines = model.lines.flatMap((line) => assembleLine(model, line, { kernel, writer }));
  for (const machine of machines) {
    kernel.start(operateMachine(model, machine));
    const phase = randomStream(model.seed, machine.plan.machineId, "phase");
    kernel.start(sampleSensors(machine, parameters.sampling));
    if (machine.counter !== null) kernel.start(pollCounter(machine));
    kernel.start(beatHeart(machine, parameters.sampling, phase));
  }

  const chunk = (path: string, untilMs: number, isLast = false): TelemetryChunk => ({
    path,
    ...writer.take(isLast),
    truth: takeTruth(machines, gateway?.take(isLast ? model.endMs : undefined) ?? []),
    simulatedUntil: new Date(untilMs).toISOString(),
  });

  for (let hourMs = model.startMs; hourMs < model.endMs;) {
    const path = `${utcHour(hourMs)}.ndjson`;
    const untilMs = Math.min((Math.floor(hourMs / HOUR_MS) + 1) * HOUR_MS, model.endMs);
    while (kernel.nextMs() < untilMs) {
      const isInstantOver = kernel.nextMs() > kernel.nowMs();
      if (isInstantOver && writer.length() >= CHUNK_BYTES) yield chunk(path, kernel.nowMs());
      kernel.step();
    }
    yield chunk(path, untilMs);
    hourMs = untilMs;
  }

  kernel.passTo(model.endMs);
  for (const { status, counter, truth } of machines) {
    counter?.read();
    status.sample();
    truth.close(model.endMs);
  }
  yield chunk(`${utcHour(model.endMs)}.ndjson`, model.endMs, true);
}

function takeTruth(machines: readonly WorkingMachine[], dirt: readonly TruthDirt[]): TruthRows {
  const taken = machines.map(({ truth }) => truth.take());
  return {
    hours: taken.flatMap(({ hours }) => hours),
    failures: taken.flatMap(({ failures }) => failures),
    dirt,
  };
}
