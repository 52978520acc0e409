import type { MachineParameters } from "./machine-parameters.ts";
import type { MachineLayout } from "./plant-layout.ts";
import type { OrganisationalStop, PlantParameters } from "./plant-parameters.ts";
import type { Draw } from "./random-stream.ts";
import {
  logNormalByMean,
  logNormalByMedian,
  pickWeighted,
  randomStream,
  uniformBetween,
  weibullByMean,
} from "./random-stream.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "./site-clock.ts";

/** How a piece came out of its cycle. */
export interface Disposition {
  readonly kind: "good" | "scrap" | "rework";
  readonly reasonCode: string | null;
}

/** Everything chance decides on one machine; durations in whole milliseconds, at least one. */
export interface MachineDraws {
  /** Measured over standard cycle. */
  readonly cycleFactor: Draw;
  readonly operatingMsToFailure: Draw;
  readonly failureReason: () => string;
  readonly repairMs: Draw;
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
  readonly disposition: (isStartUp: boolean) => Disposition;
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
  const { failure, repair, microStop, startUp, maintenance, changeover } = machine;
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
    disposition: createDisposition(machine, stream("disposition"), stream("defect")),
  };
}

function createDisposition(
  machine: MachineParameters,
  kindStream: Draw,
  reasonStream: Draw,
): MachineDraws["disposition"] {
  const { scrapRatio, reworkRatio, startUpScrap } = machine;
  return (isStartUp) => {
    const chance = kindStream();
    const scrapChance = isStartUp ? scrapRatio * startUpScrap.factor : scrapRatio;
    if (chance < scrapChance) {
      const reasonCode = pickWeighted(reasonStream, machine.scrapReasons);
      return { kind: "scrap", reasonCode: isStartUp ? "START_UP_SCRAP" : reasonCode };
    }
    if (chance < scrapChance + reworkRatio) {
      return { kind: "rework", reasonCode: pickWeighted(reasonStream, machine.reworkReasons) };
    }
    return { kind: "good", reasonCode: null };
  };
}

function wholeMs(draw: Draw): Draw {
  return () => Math.max(1, Math.round(draw()));
}
