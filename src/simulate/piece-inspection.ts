import type { Process } from "./event-kernel.ts";
import type { MachineParameters } from "./machine-parameters.ts";
import type { Draw } from "./random-stream.ts";
import { logNormalByMean, normalNoise, randomStream } from "./random-stream.ts";
import type { UtcMs } from "./site-clock.ts";
import { MINUTE_MS } from "./site-clock.ts";
import type { EventSource } from "./telemetry-writer.ts";

/** What is measured of one piece, and when it is known. */
export interface Inspection {
  readonly dueMs: UtcMs;
  readonly measured: number;
  readonly verdict: "good" | "scrap" | "rework";
}

/** Chooses the pieces of one machine that are measured, and what is found. */
export type Inspector = (
  piece: { readonly kind: "good" | "scrap" | "rework"; readonly isDefective: boolean },
  nowMs: UtcMs,
) => Inspection | null;

/** A good piece is measured within this share of its tolerance, a defective one beyond the whole of it. */
const WORST_GOOD = 0.98;
const BEST_DEFECTIVE = 1.05;

/** Every so many pieces that are not scrap anyway, one is measured; each has its numbers whether or not it is looked at. */
export function createInspector(
  seed: number,
  machineId: string,
  { everyPieces, delay, nominal, tolerance, sigma }: MachineParameters["inspection"],
): Inspector {
  if (everyPieces === 0) return () => null;
  const noise: Draw = normalNoise(randomStream(seed, machineId, "measurement"), 1);
  const delayMs = logNormalByMean(
    randomStream(seed, machineId, "inspection delay"),
    delay.meanMin * MINUTE_MS,
    delay.cv,
  );
  let sincePieces = 0;
  return ({ kind, isDefective }, nowMs) => {
    if (kind === "scrap") return null;
    sincePieces += 1;
    if (sincePieces < everyPieces) return null;
    sincePieces = 0;
    const deviation = noise() * sigma;
    const bound = tolerance * (isDefective ? BEST_DEFECTIVE : WORST_GOOD);
    const size = isDefective ? Math.abs(deviation) + bound : Math.min(Math.abs(deviation), bound);
    return {
      dueMs: nowMs + Math.max(1, Math.round(delayMs())),
      measured: nominal + (deviation < 0 ? -size : size),
      verdict: isDefective ? "scrap" : kind,
    };
  };
}

/** Reports what was measured, when it is known. */
export function* reportInspection(
  events: EventSource,
  { characteristic, nominal, tolerance }: MachineParameters["inspection"],
  unitId: string,
  { dueMs, measured, verdict }: Inspection,
): Process {
  yield dueMs;
  const digits = Math.max(0, 3 - Math.floor(Math.log10(tolerance)));
  events.emit({
    eventType: "inspection",
    unitId,
    characteristic,
    measured: measured.toFixed(digits),
    lowerLimit: (nominal - tolerance).toFixed(digits),
    upperLimit: (nominal + tolerance).toFixed(digits),
    verdict,
  });
}
