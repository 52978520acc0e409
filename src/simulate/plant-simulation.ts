import { createByteText } from "./byte-text.ts";
import type { LineSimulation } from "./line-simulation.ts";
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

/** An hour of one line: append `bytes` to `path`; the pieces of a file come in the order of the lines. */
export interface TelemetryChunk {
  /** Relative to the landing folder, one file a UTC hour, e.g. `2026-01-05T06.ndjson`. */
  readonly path: string;
  /** Whole lines of NDJSON in UTF-8, in memory of their own. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly eventCount: number;
  /** What has become certain meanwhile. */
  readonly truth: TruthRows;
  /** How far the simulation has come, ISO 8601 in UTC. */
  readonly simulatedUntil: string;
}

/** Every `count`-th line of the plant, beginning with number `index`. */
export interface LineShare {
  readonly index: number;
  readonly count: number;
}

/** The reference files of the plant: file name (`sites.csv`) to CSV text. Throws a UsageError for impossible options. */
export function simulateReference(
  options: SimulationOptions,
  parameters: PlantParameters,
): Map<string, string> {
  return referenceTables(planPlant(checkSimulationOptions(options), parameters));
}

/**
 * The telemetry of the plant, from local midnight of the start date to that after the last day; every machine ends with a
 * sample at that very instant. Each hour has one chunk a line, in order of the lines, and so has the end; each is in order
 * of time, as gateways send it. Lines share nothing, so a share of them has the very chunks they have in the whole. Memory
 * is bounded by what a line writes in an hour. Throws a UsageError for impossible options.
 */
export function* simulateTelemetry(
  options: SimulationOptions,
  parameters: PlantParameters,
  share: LineShare = { index: 0, count: 1 },
): Generator<TelemetryChunk, void, void> {
  const model = planPlant(checkSimulationOptions(options), parameters);
  const out = createByteText();
  const { dirt = "none" } = options;
  const own = [...model.lines.entries()].filter(([index]) => index % share.count === share.index);
  const lines = own.map(([index, line]) => ({ index, line: simulateLine(model, line, { dirt, out }) }));
  const chunk = (hourMs: UtcMs, line: LineSimulation, eventCount: number, doneMs: UtcMs): TelemetryChunk => ({
    path: `${utcHour(hourMs)}.ndjson`,
    bytes: out.take(),
    eventCount,
    truth: line.takeTruth(),
    simulatedUntil: new Date(doneMs).toISOString(),
  });

  for (let hourMs = model.startMs; hourMs < model.endMs;) {
    const untilMs = Math.min((Math.floor(hourMs / HOUR_MS) + 1) * HOUR_MS, model.endMs);
    for (const { index, line } of lines) {
      const doneMs = hourMs + Math.floor(((untilMs - hourMs) * (index + 1)) / model.lines.length);
      yield chunk(hourMs, line, line.runUntil(untilMs), doneMs);
    }
    hourMs = untilMs;
  }
  for (const { line } of lines) yield chunk(model.endMs, line, line.finish(), model.endMs);
}
