import type { CycleStandard } from "./cycle-standard.ts";
import { standardsOf } from "./cycle-standard.ts";
import type { PlannedStop } from "./maintenance-schedule.ts";
import { scheduleMaintenance } from "./maintenance-schedule.ts";
import type { ProductionOrder } from "./order-schedule.ts";
import { scheduleOrders } from "./order-schedule.ts";
import type { LineLayout, MachineLayout } from "./plant-layout.ts";
import { layOutLines } from "./plant-layout.ts";
import type { PlantParameters } from "./plant-parameters.ts";
import { randomStream } from "./random-stream.ts";
import type { SimulationOptions } from "./simulation-options.ts";
import type { SiteClock, UtcMs } from "./site-clock.ts";
import { addDays, createSiteClock } from "./site-clock.ts";
import type { Holiday, WorkCalendar } from "./work-calendar.ts";
import { createWorkCalendar } from "./work-calendar.ts";

/** A machine with its plan. */
export interface PlannedMachine extends MachineLayout {
  readonly orders: readonly ProductionOrder[];
  readonly plannedStops: readonly PlannedStop[];
  readonly standards: readonly CycleStandard[];
}

/** The plant before anything happens: what stands where, and what is planned for `[startMs, endMs)`. */
export interface PlantModel {
  readonly seed: number;
  /** Start date without separators; goes into the identities of this run. */
  readonly runTag: string;
  readonly parameters: PlantParameters;
  readonly clock: SiteClock;
  readonly startMs: UtcMs;
  readonly endMs: UtcMs;
  readonly calendar: WorkCalendar;
  /** Holidays of the simulated days. */
  readonly holidays: readonly Holiday[];
  readonly productIds: readonly string[];
  readonly lines: readonly LineLayout[];
  readonly machines: readonly PlannedMachine[];
  readonly orders: readonly ProductionOrder[];
}

/** The calendar reaches beyond the span, so that the last orders have a planned end. */
const CALENDAR_BEYOND_DAYS = 21;

/** Plans the plant for the simulated days. A longer run has the same plan for the days it shares with a shorter one. */
export function planPlant(options: SimulationOptions, parameters: PlantParameters): PlantModel {
  const { seed, startDate, days, lineCount, machinesPerLine } = options;
  const clock = createSiteClock(parameters.timeZone);
  const endDate = addDays(startDate, days);
  const startMs = clock.toUtcMs(startDate, "00:00");
  const endMs = clock.toUtcMs(endDate, "00:00");
  const runTag = startDate.replaceAll("-", "");
  // From the day before: its night shift may reach into the span.
  const calendar = createWorkCalendar(
    parameters,
    clock,
    addDays(startDate, -1),
    days + 1 + CALENDAR_BEYOND_DAYS,
  );
  const productIds = Array.from(
    { length: parameters.productCount },
    (_, index) => `MODEL_${String.fromCharCode(65 + index)}`,
  );
  const lines = layOutLines(parameters, lineCount, machinesPerLine);
  const ordersByLine = lines.map((line) => {
    const demand = { line, productIds, runTag, startMs, endMs };
    return scheduleOrders(parameters, calendar, demand, randomStream(seed, line.lineId, "orders"));
  });
  const standardDate = addDays(startDate, parameters.productStandard.afterDays);
  const validFrom = { date: standardDate, atMs: clock.toUtcMs(standardDate, "00:00") };
  const machines = lines.flatMap((line, index) =>
    line.machines.map((machine): PlannedMachine => ({
      ...machine,
      orders: ordersByLine[index] ?? [],
      plannedStops: scheduleMaintenance(machine, calendar, startMs, endMs),
      standards: standardsOf(parameters, machine, productIds, validFrom),
    })),
  );
  const holidays = calendar.holidays.filter(({ date }) => date >= startDate && date < endDate);
  const plan = { calendar, holidays, productIds, lines, machines, orders: ordersByLine.flat() };
  return { seed, runTag, parameters, clock, startMs, endMs, ...plan };
}
