import type { Wake } from "./event-kernel.ts";
import type { ProductionOrder } from "./order-schedule.ts";

/** One piece on its way down a line. */
export interface Unit {
  /** VIN: the same on every machine of the line. */
  readonly unitId: string;
  readonly order: ProductionOrder;
}

/** Where a machine gets its parts from. */
export interface Intake {
  /** The order to be set up for: that of the next part, or of what comes once there is one; undefined for none at all. */
  readonly order: () => ProductionOrder | undefined;
  readonly isEmpty: () => boolean;
  readonly take: () => Unit | undefined;
  /** Called at every change that may end a want of parts; null to be left alone. */
  readonly notify: (wake: Wake | null) => void;
}

/** Where a machine puts what it made. */
export interface Outlet {
  /** A part that finds no place stays in the machine, which is blocked until the outlet has taken it. */
  readonly put: (unit: Unit) => void;
  readonly isBlocked: () => boolean;
  /** The machine will make this order next. */
  readonly announce: (order: ProductionOrder) => void;
  /** Called when a blocked part has left; null to be left alone. */
  readonly notify: (wake: Wake | null) => void;
}

/** A place for so many parts between two machines, first in, first out; 0 hands over from machine to machine. */
export function createPartBuffer(
  capacity: number,
  firstOrder: ProductionOrder | undefined,
): { readonly intake: Intake; readonly outlet: Outlet } {
  const units: Unit[] = [];
  let blocked: Unit | undefined;
  let announced = firstOrder;
  let wakeConsumer: Wake | null = null;
  let wakeProducer: Wake | null = null;

  const next = (): Unit | undefined => units[0] ?? blocked;
  return {
    intake: {
      order: () => next()?.order ?? announced,
      isEmpty: () => next() === undefined,
      take: () => {
        const unit = units.shift() ?? blocked;
        if (blocked !== undefined) {
          if (blocked !== unit) units.push(blocked);
          blocked = undefined;
          wakeProducer?.();
        }
        return unit;
      },
      notify: (wake) => {
        wakeConsumer = wake;
      },
    },
    outlet: {
      put: (unit) => {
        if (units.length < capacity) units.push(unit);
        else blocked = unit;
        wakeConsumer?.();
      },
      isBlocked: () => blocked !== undefined,
      announce: (order) => {
        announced = order;
        wakeConsumer?.();
      },
      notify: (wake) => {
        wakeProducer = wake;
      },
    },
  };
}

/** The end of a line: there is always place. */
export const DISPATCH: Outlet = {
  put: () => {},
  isBlocked: () => false,
  announce: () => {},
  notify: () => {},
};

/** Blanks for the first machine of a line: as many as each order needs, its scrap included, order after order. */
export function createOrderFeed(orders: readonly ProductionOrder[], nextUnitId: () => string): Intake {
  let index = 0;
  let launched = 0;
  const current = (): ProductionOrder | undefined => {
    const order = orders[index];
    if (order === undefined || launched < order.plannedQty + order.plannedScrapQty) return order;
    index += 1;
    launched = 0;
    return orders[index];
  };
  return {
    order: current,
    isEmpty: () => current() === undefined,
    take: () => {
      const order = current();
      if (order === undefined) return undefined;
      launched += 1;
      return { unitId: nextUnitId(), order };
    },
    notify: () => {},
  };
}
