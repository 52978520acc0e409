import type { LineLayout } from "./plant-layout.ts";
import type { PlantParameters } from "./plant-parameters.ts";
import type { Draw } from "./random-stream.ts";
import { uniformBetween } from "./random-stream.ts";
import type { UtcMs } from "./site-clock.ts";
import { HOUR_MS, twoDigits } from "./site-clock.ts";
import type { WorkCalendar } from "./work-calendar.ts";
import { addWorkTime } from "./work-calendar.ts";

/** A production order: the line makes its product from its planned start to its planned end. */
export interface ProductionOrder {
  readonly orderId: string;
  readonly productId: string;
  readonly lineId: string;
  readonly plannedQty: number;
  readonly plannedScrapQty: number;
  readonly plannedStartMs: UtcMs;
  readonly plannedEndMs: UtcMs;
}

/** What a schedule is made for. */
export interface OrderDemand {
  readonly line: LineLayout;
  readonly productIds: readonly string[];
  /** Marks the order numbers of this run, so that two runs do not share them. */
  readonly runTag: string;
  readonly startMs: UtcMs;
  readonly endMs: UtcMs;
}

/**
 * The orders of one line that are planned to start before the end, back to back in scheduled working time, never the same
 * product twice in a row. A line that makes them faster or slower than planned changes over when they are made.
 */
export function scheduleOrders(
  plant: PlantParameters,
  calendar: WorkCalendar,
  demand: OrderDemand,
  stream: Draw,
): readonly ProductionOrder[] {
  const { line, productIds, runTag, startMs, endMs } = demand;
  const halfHours = uniformBetween(stream, plant.order.minH * 2, plant.order.maxH * 2);
  const orders: ProductionOrder[] = [];
  let productIndex = Math.floor(stream() * productIds.length);
  let plannedStartMs = addWorkTime(calendar, startMs, 0);
  while (plannedStartMs !== undefined && plannedStartMs < endMs) {
    const workMs = Math.round(halfHours()) * (HOUR_MS / 2);
    const plannedEndMs = addWorkTime(calendar, plannedStartMs, workMs);
    if (plannedEndMs === undefined) break;
    const pieces = (workMs / 1000 / line.constraint.parameters.idealCycleS) * plant.order.plannedOee;
    const plannedQty = Math.max(10, Math.round(pieces / 10) * 10);
    orders.push({
      orderId: `WO-${runTag}-${twoDigits(line.number)}-${twoDigits(orders.length + 1)}`,
      productId: productIds[productIndex] ?? "",
      lineId: line.lineId,
      plannedQty,
      plannedScrapQty: Math.round(plannedQty * (1 / lineYield(line) - 1)),
      plannedStartMs,
      plannedEndMs,
    });
    plannedStartMs = plannedEndMs;
    const stepCount = Math.max(1, productIds.length - 1);
    productIndex = (productIndex + 1 + Math.floor(stream() * stepCount)) % productIds.length;
  }
  return orders;
}

/** The share of launched pieces that no machine of the line scraps. */
function lineYield({ machines }: LineLayout): number {
  return machines.reduce((share, { parameters }) => share * (1 - parameters.scrapRatio), 1);
}
