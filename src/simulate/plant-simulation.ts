import { createByteText } from "./byte-text.ts";
import { simulateLine } from "./line-simulation.ts";
import { planPlant } from "./plant-model.ts";
import type { PlantParameters } from "./plant-parameters.ts";
import { referenceTables } from "./reference-tables.ts";
import type { SimulationOptions } from "./simulation-options.ts";
import { checkSimulationOptions } from "./simulation-options.ts";
import type { UtcMs } from "./site-clock.ts";
import { HOUR_MS } from "./site-clock.ts";
import { utcHour } from "./telemetry-writer.ts";
import type { TruthRows } from "./truth-rows.ts";

export type { SimulationOptions } from "./simulation-options.ts";

/** A piece of a telemetry file: append `bytes` to `path`; a file's pieces come one after the other. */
export interface TelemetryChunk {
  /** Relative to the landing folder, one file a UTC hour, e.g. `2026-01-05T06.ndjson`. */
  readonly path: string;
  /** Whole lines of NDJSON in UTF-8. */
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
 * The telemetry of the plant, from local midnight of the start date to that after the last day; every machine ends with a
 * sample at that very instant. An hour's file holds the lines one after the other, each in order of time, as their gateways
 * send them. Memory is bounded by what a line writes in an hour. Throws a UsageError for impossible options.
 */
export function* simulateTelemetry(
  options: SimulationOptions,
  parameters: PlantParameters,
): Generator<TelemetryChunk, void, void> {
  const model = planPlant(checkSimulationOptions(options), parameters);
  const out = createByteText();
  const { dirt = "none" } = options;
  const lines = model.lines.map((line) => simulateLine(model, line, { dirt, out }));
  let eventCount = 0;
  let truths: TruthRows[] = [];
  const chunk = (path: string, untilMs: UtcMs): TelemetryChunk => {
    const taken = { path, bytes: out.take(), eventCount, truth: joinTruths(truths) };
    eventCount = 0;
    truths = [];
    return { ...taken, simulatedUntil: new Date(untilMs).toISOString() };
  };

  for (let hourMs = model.startMs; hourMs < model.endMs;) {
    const path = `${utcHour(hourMs)}.ndjson`;
    const untilMs = Math.min((Math.floor(hourMs / HOUR_MS) + 1) * HOUR_MS, model.endMs);
    for (const [index, line] of lines.entries()) {
      eventCount += line.runUntil(untilMs);
      truths.push(line.takeTruth());
      const doneMs = hourMs + Math.floor(((untilMs - hourMs) * (index + 1)) / lines.length);
      if (out.length() >= CHUNK_BYTES && index < lines.length - 1) yield chunk(path, doneMs);
    }
    yield chunk(path, untilMs);
    hourMs = untilMs;
  }
  for (const line of lines) {
    eventCount += line.finish();
    truths.push(line.takeTruth());
  }
  yield chunk(`${utcHour(model.endMs)}.ndjson`, model.endMs);
}

function joinTruths(truths: readonly TruthRows[]): TruthRows {
  return {
    hours: truths.flatMap(({ hours }) => hours),
    failures: truths.flatMap(({ failures }) => failures),
    dirt: truths.flatMap(({ dirt }) => dirt),
  };
}
