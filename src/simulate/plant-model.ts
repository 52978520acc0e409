import type { CycleStandard } from "./cycle-standard.ts";
import { standardsOf } from "./cycle-standard.ts";
import type { PlannedStop } from "./maintenance-schedule.ts";
import { scheduleMaintenance } from "./maintenance-schedule.ts";
import type { ProductionOrder } from "./order-schedule.ts";
import { scheduleOrders } from "./order-schedule.ts";
import type { LineLayout, MachineLayout } from "./plant-layout.ts";
import { layOutLines } from "./plant-layout.ts";
import type { PlantNames } from "./plant-names.ts";
import { inventPlantNames } from "./plant-names.ts";
import type { PlantParameters } from "./plant-parameters.ts";
import { randomStream } from "./random-stream.ts";
import type { SimulationOptions } from "./simulation-options.ts";
import type { SiteClock, UtcMs } from "./site-clock.ts";
import { addDays, createSiteClock } from "./site-clock.ts";
import type { Holiday, WorkCalendar } from "./work-calendar.ts";
import { createWorkCalendar } from "./work-calendar.ts";

/** A machine with its plan. */
export interface PlannedMachine extends MachineLayout {
  readonly plannedStops: readonly PlannedStop[];
  readonly standards: readonly CycleStandard[];
}

/** A line with its orders, more than it can make in the simulated days. */
export interface PlannedLine extends LineLayout {
  readonly machines: readonly PlannedMachine[];
  readonly orders: readonly ProductionOrder[];
}

/** The plant before anything happens: what stands where, and what is planned for `[startMs, endMs)`. */
export interface PlantModel {
  readonly seed: number;
  /** Start date without separators; goes into the identities of this run. */
  readonly runTag: string;
  readonly names: PlantNames;
  readonly parameters: PlantParameters;
  readonly clock: SiteClock;
  readonly startMs: UtcMs;
  readonly endMs: UtcMs;
  readonly calendar: WorkCalendar;
  /** Holidays of the simulated days. */
  readonly holidays: readonly Holiday[];
  readonly productIds: readonly string[];
  readonly lines: readonly PlannedLine[];
  /** Line by line, from the first to the last. */
  readonly machines: readonly PlannedMachine[];
}

/** The calendar reaches beyond the orders, so that the last of them have a planned end. */
const CALENDAR_BEYOND_DAYS = 21;
/** Orders are planned for this much longer than the span, as a line may be ahead of its plan. */
const ORDERS_BEYOND = { shareOfSpan: 0.3, days: 3 } as const;

/** Plans the plant for the simulated days. A longer run has the same plan for the days it shares with a shorter one. */
export function planPlant(options: SimulationOptions, parameters: PlantParameters): PlantModel {
  const { seed, startDate, days } = options;
  const clock = createSiteClock(parameters.timeZone);
  const endDate = addDays(startDate, days);
  const startMs = clock.toUtcMs(startDate, "00:00");
  const endMs = clock.toUtcMs(endDate, "00:00");
  const orderDays = Math.ceil(days * (1 + ORDERS_BEYOND.shareOfSpan)) + ORDERS_BEYOND.days;
  const runTag = startDate.replaceAll("-", "");
  // From the day before: its night shift may reach into the span.
  const calendar = createWorkCalendar(
    parameters,
    clock,
    addDays(startDate, -1),
    orderDays + 1 + CALENDAR_BEYOND_DAYS,
  );
  const productIds = Array.from(
    { length: parameters.productCount },
    (_, index) => `MODEL_${String.fromCharCode(65 + index)}`,
  );
  const ordersEndMs = clock.toUtcMs(addDays(startDate, orderDays), "00:00");
  const standardDate = addDays(startDate, parameters.productStandard.afterDays);
  const validFrom = { date: standardDate, atMs: clock.toUtcMs(standardDate, "00:00") };
  const lines = layOutLines(parameters, options).map((line): PlannedLine => {
    const demand = { line, productIds, runTag, startMs, endMs: ordersEndMs };
    const stream = randomStream(seed, line.lineId, "orders");
    const machines = line.machines.map((machine): PlannedMachine => ({
      ...machine,
      plannedStops: scheduleMaintenance(machine, parameters.maintenanceSlot, calendar, startMs, endMs),
      standards: standardsOf(parameters, machine, productIds, validFrom),
    }));
    return { ...line, machines, orders: scheduleOrders(parameters, calendar, demand, stream) };
  });
  const holidays = calendar.holidays.filter(({ date }) => date >= startDate && date < endDate);
  const plan = { calendar, holidays, productIds, lines, machines: lines.flatMap(({ machines }) => machines) };
  const names = inventPlantNames(seed, parameters.productCount);
  return { seed, runTag, names, parameters, clock, startMs, endMs, ...plan };
}
