import { simulateTelemetry } from "../../src/simulate/plant-simulation.ts";
import type { PlantParameters } from "../../src/simulate/plant-parameters.ts";
import { shippedScenario } from "../../src/simulate/scenario.ts";
import type { TruthBucket, TruthFailure, TruthHour } from "../../src/simulate/truth-rows.ts";

type MachineParameters = PlantParameters["machineTypes"]["press"];

const MOMENT = { meanMin: 0.001, cv: 0 };
const NEVER_H = 1e9;
const DEMO = shippedScenario("demo");

/** A machine that only runs and fails: no scatter, no stops, no setup, no scrap. */
const PLAIN: Partial<MachineParameters> = {
  idealCycleS: 300,
  cycle: { medianFactor: 1, sigma: 0 },
  failure: { meanOperatingH: 10, shape: 1, healthEffect: 0 },
  fault: null,
  repair: { meanMin: 60, cv: 1 },
  restart: null,
  microStop: { perCycle: 0, minS: 1, maxS: 1 },
  changeover: { reasonCode: "CHANGEOVER", minMin: 0.001, maxMin: 0.001 },
  startUp: MOMENT,
  maintenance: null,
  upkeep: null,
  scrapRatio: 0,
  reworkRatio: 0,
};

/** Plain machines in a row, round the clock, each with a fitter of its own. */
export function plainPlant(
  bufferAfter: number,
  ...machines: readonly Partial<MachineParameters>[]
): PlantParameters {
  const plain = { ...DEMO.machineTypes.press, ...PLAIN, bufferAfter };
  return {
    ...DEMO,
    timeZone: "UTC",
    workdays: [0, 1, 2, 3, 4, 5, 6],
    shifts: [{ shiftId: "all", startsAt: "00:00", endsAt: "00:00", breaks: [] }],
    holidays: [],
    lines: [{ areaId: "A", route: machines.map(() => "press" as const) }],
    productCount: 1,
    productStandard: { productIndex: 9, factor: 1, afterDays: 0 },
    order: { minH: 100, maxH: 100, plannedOee: 1 },
    machinesPerFitter: 1,
    stopsMeanOperatingH: NEVER_H,
    handover: MOMENT,
    breakOverrun: MOMENT,
    sampling: { onS: 3600, offS: 3600, heartbeatS: 86_400 },
    machineTypes: { ...DEMO.machineTypes, press: plain },
    machines: Object.fromEntries(machines.map((own, index) => [`PRESS_0${index + 1}`, { ...own }])),
  };
}

/** What one machine did in all. */
export interface Outcome {
  readonly ms: Readonly<Record<TruthBucket, number>>;
  readonly good: number;
  readonly scrap: number;
  readonly energyJ: number;
  readonly failures: readonly TruthFailure[];
}

/** Runs a plant of one line and adds up the truth by machine, in the order of the line. */
export function outcomes(plant: PlantParameters, days: number, seed: number): Outcome[] {
  const options = { seed, startDate: "2026-01-05", days, lineCount: 1, machinesPerLine: null };
  const hours: TruthHour[] = [];
  const failures: TruthFailure[] = [];
  for (const { truth } of simulateTelemetry(options, plant)) {
    hours.push(...truth.hours);
    failures.push(...truth.failures);
  }
  const machineIds = [...new Set(hours.map(({ machineId }) => machineId))].toSorted();
  return machineIds.map((machineId) => {
    const own = hours.filter((hour) => hour.machineId === machineId);
    const total = (value: (hour: TruthHour) => number): number =>
      own.reduce((sum, hour) => sum + value(hour), 0);
    const bucket = (name: TruthBucket): number => total(({ bucketMs }) => bucketMs[name]);
    return {
      ms: {
        running: bucket("running"),
        unscheduled: bucket("unscheduled"),
        planned_stop: bucket("planned_stop"),
        no_data: bucket("no_data"),
        setup: bucket("setup"),
        breakdown: bucket("breakdown"),
        starved: bucket("starved"),
        blocked: bucket("blocked"),
        minor_stop: bucket("minor_stop"),
        other_stop: bucket("other_stop"),
      },
      good: total(({ good }) => good),
      scrap: total(({ scrap }) => scrap),
      energyJ: total(({ energyJ }) => energyJ),
      failures: failures.filter((failure) => failure.machineId === machineId),
    };
  });
}
