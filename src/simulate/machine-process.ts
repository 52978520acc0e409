import type { EventKernel, Process } from "./event-kernel.ts";
import { createMachineCondition } from "./machine-condition.ts";
import { createMachineDraws } from "./machine-draws.ts";
import { createMachineStatus } from "./machine-status.ts";
import { operatorOf } from "./operator-roster.ts";
import type { ProductionOrder } from "./order-schedule.ts";
import type { PlannedMachine, PlantModel } from "./plant-model.ts";
import type { WorkingMachine } from "./production-cycle.ts";
import { runCycle } from "./production-cycle.ts";
import { randomStream } from "./random-stream.ts";
import type { EventSource } from "./telemetry-writer.ts";
import type { ShiftInstance, WorkPeriod } from "./work-calendar.ts";
import { createPeriodCursor } from "./work-calendar.ts";

/** Maintenance brings back this share of the lost health. */
const MAINTENANCE_RESTORES = 0.95;

/** A machine at the start of the simulation: OFF, set up for the first order of its line. */
export function createWorkingMachine(
  model: PlantModel,
  plan: PlannedMachine,
  events: EventSource,
  nowMs: EventKernel["nowMs"],
): WorkingMachine {
  const { machineId, parameters } = plan;
  const draws = createMachineDraws(model.seed, machineId, parameters, model.parameters);
  const sensorStream = randomStream(model.seed, machineId, "sensor");
  const condition = createMachineCondition(parameters, sensorStream, model.startMs);
  return {
    plan,
    runTag: model.runTag,
    draws,
    condition,
    events,
    nowMs,
    status: createMachineStatus(events, condition, nowMs),
    productId: plan.orders[0]?.productId ?? null,
    operatingMsToFailure: draws.operatingMsToFailure(),
    operatingMsToStop: draws.operatingMsToStop(),
    startUpPiecesLeft: 0,
    pieceCount: 0,
  };
}

/**
 * Runs a machine through the calendar. What is begun (a cycle, a repair, a setup, maintenance) is finished, be it after the
 * end of the shift; between two such jobs the machine looks what is due: nothing (OFF), a new shift, maintenance, a break,
 * another order, a stop for want of something, and else the next piece.
 */
export function* operateMachine(model: PlantModel, machine: WorkingMachine): Process {
  const { plan, draws, status, nowMs } = machine;
  const periodAt = createPeriodCursor(model.calendar);
  let shift: ShiftInstance | null = null;
  let order: ProductionOrder | undefined = plan.orders[0];
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
      yield* beginShift(model, machine, period, shift === null, order);
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
    const due = plan.orders.findLast(({ plannedStartMs }) => plannedStartMs <= nowMs());
    if (due !== undefined && due !== order) {
      order = due;
      yield* changeOver(machine, due);
    } else if (machine.operatingMsToStop <= 0) {
      yield* standStill(machine, period);
    } else {
      yield* runCycle(machine);
    }
  }
}

function* beginShift(
  model: PlantModel,
  machine: WorkingMachine,
  { shift }: WorkPeriod,
  isSwitchedOn: boolean,
  order: ProductionOrder | undefined,
): Process {
  const { status, draws, nowMs, plan } = machine;
  const operatorId = operatorOf(model.parameters, plan.lineId, shift);
  if (!isSwitchedOn) {
    status.enter("IDLE", "SHIFT_HANDOVER", { operatorId });
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
  machine.status.enter("MAINTENANCE", reasonCode);
  yield machine.nowMs() + machine.draws.maintenanceMs();
  machine.condition.restore(MAINTENANCE_RESTORES);
  machine.operatingMsToFailure = machine.draws.operatingMsToFailure();
}

/** The setup already belongs to the order it is made for. */
function* changeOver(machine: WorkingMachine, { productId, orderId }: ProductionOrder): Process {
  machine.status.enter("SETUP", "CHANGEOVER", { productId, orderId });
  machine.productId = productId;
  yield machine.nowMs() + machine.draws.changeoverMs();
  machine.startUpPiecesLeft = machine.plan.parameters.startUpScrap.pieces;
}

/** Waiting ends with the shift at the latest. */
function* standStill(machine: WorkingMachine, { shift }: WorkPeriod): Process {
  const { draws, status, nowMs } = machine;
  const stop = draws.stop();
  status.enter(stop.state, stop.reasonCode);
  yield Math.min(nowMs() + draws.stopMs(stop), shift.endMs);
  machine.operatingMsToStop = draws.operatingMsToStop();
}
