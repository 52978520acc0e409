import type { MachineParameters } from "./machine-parameters.ts";
import type { MachineLayout } from "./plant-layout.ts";
import type { OrganisationalStop, PlantParameters } from "./plant-parameters.ts";
import type { Draw } from "./random-stream.ts";
import {
  logNormalByMean,
  logNormalByMedian,
  normalNoise,
  pickWeighted,
  randomStream,
  uniformBetween,
  weibullByMean,
} from "./random-stream.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "./site-clock.ts";

/** How a piece came out of its cycle, as far as the machine can tell. */
interface Disposition {
  readonly kind: "good" | "scrap" | "rework";
  readonly reasonCode: string | null;
  /** A defect, noticed or not. */
  readonly isDefective: boolean;
}

/** Everything chance decides on one machine; durations in whole milliseconds, at least one. */
export interface MachineDraws {
  /** Measured over standard cycle. */
  readonly cycleFactor: Draw;
  readonly operatingMsToFailure: Draw;
  readonly failureReason: () => string;
  /** Time from the end of a fault to the next; Infinity for a machine without. */
  readonly msToFault: Draw;
  readonly faultReason: () => string;
  readonly repairMs: Draw;
  readonly restartMs: Draw;
  /** Where in a cycle (0..1) it stops for a moment; null for most cycles. */
  readonly microStopAt: () => number | null;
  readonly microStopReason: () => string;
  readonly microStopMs: Draw;
  readonly operatingMsToStop: Draw;
  readonly stop: () => OrganisationalStop;
  readonly stopMs: (stop: OrganisationalStop) => number;
  readonly changeoverMs: Draw;
  readonly startUpMs: Draw;
  readonly handoverMs: Draw;
  readonly breakOverrunMs: Draw;
  readonly maintenanceMs: Draw;
  /** Pieces until the next upkeep, and its duration; Infinity for a machine without. */
  readonly toolPieces: Draw;
  readonly upkeepMs: Draw;
  /** How long after a stop its reason is given; null for most: at once. */
  readonly lateReasonDelayMs: () => number | null;
  readonly disposition: (scrapFactor: number, isStartUp: boolean) => Disposition;
}

/** One stream per purpose, so that a different number of repairs, say, changes no cycle. */
export function createMachineDraws(
  seed: number,
  { machineId, position, parameters: machine }: MachineLayout,
  plant: PlantParameters,
): MachineDraws {
  const stream = (purpose: string): Draw => randomStream(seed, machineId, purpose);
  const minutes = (purpose: string, meanMin: number, cv: number): Draw =>
    wholeMs(logNormalByMean(stream(purpose), meanMin * MINUTE_MS, cv));
  const { failure, fault, repair, restart, microStop, startUp, maintenance, changeover } = machine;
  const faultReasonStream = stream("fault reason");
  const microStopStream = stream("micro stop");
  const failureReasonStream = stream("failure reason");
  const stopStream = stream("stop reason");
  const microStopReasonStream = stream("micro stop reason");
  const stops = plant.stops.filter(({ isOfFirstMachine }) => position === 1 || !isOfFirstMachine);
  const stopDurations = new Map(
    stops.map((stop) => [stop, minutes(`stop ${stop.reasonCode}`, stop.duration.meanMin, stop.duration.cv)]),
  );
  const weightedStops = stops.map((stop) => ({ value: stop, weight: stop.weight }));
  return {
    cycleFactor: logNormalByMedian(stream("cycle"), machine.cycle.medianFactor, machine.cycle.sigma),
    operatingMsToFailure: wholeMs(
      weibullByMean(stream("failure"), failure.meanOperatingH * HOUR_MS, failure.shape),
    ),
    failureReason: () => pickWeighted(failureReasonStream, machine.failureReasons),
    msToFault:
      fault === null
        ? () => Infinity
        : wholeMs(weibullByMean(stream("fault"), fault.meanH * HOUR_MS, fault.shape)),
    faultReason: () => pickWeighted(faultReasonStream, machine.faultReasons),
    restartMs: minutes("restart", restart?.meanMin ?? 1, restart?.cv ?? 0),
    repairMs: minutes("repair", repair.meanMin, repair.cv),
    microStopAt: () => {
      const chance = microStopStream();
      return chance < microStop.perCycle ? chance / microStop.perCycle : null;
    },
    microStopReason: () => pickWeighted(microStopReasonStream, machine.microStopReasons),
    microStopMs: wholeMs(
      uniformBetween(stream("micro stop duration"), microStop.minS * SECOND_MS, microStop.maxS * SECOND_MS),
    ),
    operatingMsToStop: wholeMs(weibullByMean(stream("stop"), plant.stopsMeanOperatingH * HOUR_MS, 1)),
    stop: () => pickWeighted(stopStream, weightedStops),
    stopMs: (stop) => stopDurations.get(stop)?.() ?? 1,
    changeoverMs: wholeMs(
      uniformBetween(stream("changeover"), changeover.minMin * MINUTE_MS, changeover.maxMin * MINUTE_MS),
    ),
    startUpMs: minutes("start-up", startUp.meanMin, startUp.cv),
    handoverMs: minutes("handover", plant.handover.meanMin, plant.handover.cv),
    breakOverrunMs: minutes("break", plant.breakOverrun.meanMin, plant.breakOverrun.cv),
    maintenanceMs: minutes("maintenance", maintenance?.plannedMin ?? 1, maintenance?.cv ?? 0),
    ...upkeepDraws(machine.upkeep, stream),
    lateReasonDelayMs: createLateReasons(plant.lateReasons, stream),
    disposition: createDisposition(machine, stream),
  };
}

function upkeepDraws(
  upkeep: MachineParameters["upkeep"],
  stream: (purpose: string) => Draw,
): Pick<MachineDraws, "toolPieces" | "upkeepMs"> {
  if (upkeep === null) return { toolPieces: () => Infinity, upkeepMs: () => 1 };
  const { everyPieces, sigma, minS, maxS } = upkeep;
  const life = normalNoise(stream("tool life"), sigma);
  return {
    toolPieces: () => Math.max(1, Math.round(everyPieces + life())),
    upkeepMs: wholeMs(uniformBetween(stream("upkeep"), minS * SECOND_MS, maxS * SECOND_MS)),
  };
}

function createLateReasons(
  { share, delay }: PlantParameters["lateReasons"],
  stream: (purpose: string) => Draw,
): () => number | null {
  const isLate = stream("late reason");
  const delayMs = wholeMs(logNormalByMean(stream("late reason delay"), delay.meanMin * MINUTE_MS, delay.cv));
  return () => (isLate() < share ? delayMs() : null);
}

function createDisposition(
  machine: MachineParameters,
  stream: (purpose: string) => Draw,
): MachineDraws["disposition"] {
  const { scrapRatio, reworkRatio, detectedShare } = machine;
  const kindStream = stream("disposition");
  const reasonStream = stream("defect");
  const detectionStream = stream("detection");
  return (scrapFactor, isStartUp) => {
    const chance = kindStream();
    const scrapChance = scrapRatio * scrapFactor;
    if (chance < scrapChance) {
      if (detectionStream() >= detectedShare) return UNNOTICED;
      const reasonCode = pickWeighted(reasonStream, machine.scrapReasons);
      return { kind: "scrap", reasonCode: isStartUp ? "START_UP_SCRAP" : reasonCode, isDefective: true };
    }
    if (chance < scrapChance + reworkRatio) {
      const reasonCode = pickWeighted(reasonStream, machine.reworkReasons);
      return { kind: "rework", reasonCode, isDefective: false };
    }
    return GOOD;
  };
}

const GOOD: Disposition = { kind: "good", reasonCode: null, isDefective: false };
const UNNOTICED: Disposition = { kind: "good", reasonCode: null, isDefective: true };

function wholeMs(draw: Draw): Draw {
  return () => Math.max(1, Math.round(draw()));
}
