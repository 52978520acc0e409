import { failFromFault } from "./breakdown.ts";
import type { Process } from "./event-kernel.ts";
import { END_OF_INSTANT } from "./event-kernel.ts";
import { reportLater } from "./late-report.ts";
import { operatorOf } from "./operator-roster.ts";
import type { ProductionOrder } from "./order-schedule.ts";
import type { Intake, Outlet } from "./part-flow.ts";
import type { PlantModel } from "./plant-model.ts";
import { runCycle } from "./production-cycle.ts";
import type { UtcMs } from "./site-clock.ts";
import type { ShiftInstance, WorkPeriod } from "./work-calendar.ts";
import { createPeriodCursor } from "./work-calendar.ts";
import type { WorkingMachine } from "./working-machine.ts";

/**
 * Runs a machine through the calendar. What is begun (a cycle, a repair, a setup, maintenance) is finished, be it after the
 * end of the shift; between two such jobs the machine looks what is due: nothing (OFF), a new shift, maintenance, a break,
 * and else the work of the line.
 */
export function* operateMachine(model: PlantModel, machine: WorkingMachine): Process {
  const { plan, draws, status } = machine;
  const { nowMs } = machine.kernel;
  const periodAt = createPeriodCursor(model.calendar);
  let shift: ShiftInstance | null = null;
  let maintenanceIndex = 0;

  for (;;) {
    const period = periodAt(nowMs());
    if (period === undefined || nowMs() < period.startMs) {
      status.enter("OFF", null, { operatorId: null });
      shift = null;
      yield period?.startMs ?? Infinity;
      continue;
    }
    if (shift !== period.shift) {
      yield* beginShift(model, machine, period, shift === null);
      shift = period.shift;
      continue;
    }
    const planned = plan.plannedStops[maintenanceIndex];
    if (planned !== undefined && nowMs() >= planned.startMs) {
      maintenanceIndex += 1;
      yield* maintain(machine, planned.reasonCode);
      continue;
    }
    if (period.activity === "break") {
      status.enter("STOPPED", "BREAK");
      yield period.endMs + draws.breakOverrunMs();
      continue;
    }
    yield* nextTask(
      machine,
      period,
      Math.min(period.endMs, planned?.startMs ?? Infinity, machine.nextFaultMs),
    );
  }
}

/**
 * The next thing to do in working time: mend a fault, get rid of a part, change over, renew the tool, stand still for some
 * reason, make a piece or wait for a part.
 */
function nextTask(machine: WorkingMachine, period: WorkPeriod, untilMs: UtcMs): Process {
  const { intake, outlet, kernel } = machine;
  if (kernel.nowMs() >= machine.nextFaultMs) return failFromFault(machine);
  if (outlet.isBlocked()) return wait(machine, "BLOCKED", outlet, untilMs);
  const due = intake.order();
  if (due !== undefined && due !== machine.order) return changeOver(machine, due);
  if (machine.toolPiecesLeft <= 0) return renewTool(machine);
  if (machine.operatingMsToStop <= 0) return standStill(machine, period);
  const unit = intake.take();
  return unit === undefined ? wait(machine, "STARVED", intake, untilMs) : runCycle(machine, unit);
}

/** Waits for the neighbour, until then at the latest; what is settled within the instant is no wait. */
function* wait(
  machine: WorkingMachine,
  state: "STARVED" | "BLOCKED",
  neighbour: Intake | Outlet,
  untilMs: UtcMs,
): Process {
  let isWoken = false;
  const wake = machine.kernel.waker();
  neighbour.notify(() => {
    isWoken = true;
    wake();
  });
  yield END_OF_INSTANT;
  if (!isWoken) {
    machine.status.enter(state, null);
    yield untilMs;
  }
  neighbour.notify(null);
}

function* beginShift(
  model: PlantModel,
  machine: WorkingMachine,
  { shift }: WorkPeriod,
  isSwitchedOn: boolean,
): Process {
  const { status, draws, plan, order } = machine;
  const { nowMs } = machine.kernel;
  const operatorId = operatorOf(model.parameters, plan.lineId, shift);
  if (!isSwitchedOn) {
    status.enter("STOPPED", "SHIFT_HANDOVER", { operatorId });
    yield nowMs() + draws.handoverMs();
    return;
  }
  const making = order === undefined ? {} : { productId: order.productId, orderId: order.orderId };
  status.enter("SETUP", "START_UP", { ...making, operatorId });
  yield nowMs() + draws.startUpMs();
  machine.startUpPiecesLeft = plan.parameters.startUpScrap.pieces;
}

/** Planned maintenance also starts the failure clock anew. */
function* maintain(machine: WorkingMachine, reasonCode: string): Process {
  const { status, draws, condition, kernel, plan } = machine;
  status.enter("MAINTENANCE", reasonCode);
  yield kernel.nowMs() + draws.maintenanceMs();
  condition.restore(plan.parameters.maintenance?.restores ?? 0);
  machine.operatingMsToFailure = draws.operatingMsToFailure();
}

/** The setup already belongs to the order it is made for. */
function* changeOver(machine: WorkingMachine, order: ProductionOrder): Process {
  const { productId, orderId } = order;
  // What was counted so far belongs to the order before.
  machine.counter?.read();
  machine.status.enter("SETUP", machine.plan.parameters.changeover.reasonCode, { productId, orderId });
  machine.order = order;
  machine.outlet.announce(order);
  yield machine.kernel.nowMs() + machine.draws.changeoverMs();
  machine.startUpPiecesLeft = machine.plan.parameters.startUpScrap.pieces;
}

/** Tool change or tip dressing. */
function* renewTool(machine: WorkingMachine): Process {
  const { upkeep } = machine.plan.parameters;
  if (upkeep !== null) {
    machine.status.enter(upkeep.state, upkeep.reasonCode);
    yield machine.kernel.nowMs() + machine.draws.upkeepMs();
  }
  machine.toolPiecesLeft = machine.draws.toolPieces();
}

/** Waiting ends with the shift at the latest. */
function* standStill(machine: WorkingMachine, { shift }: WorkPeriod): Process {
  const { draws, kernel } = machine;
  const stop = draws.stop();
  const report = reportLater(machine, stop.state, stop.reasonCode);
  yield Math.min(kernel.nowMs() + draws.stopMs(stop), shift.endMs);
  report();
  machine.operatingMsToStop = draws.operatingMsToStop();
}
