import type { EventKernel } from "./event-kernel.ts";
import type { MachineCondition } from "./machine-condition.ts";
import { createMachineCondition } from "./machine-condition.ts";
import type { MachineDraws } from "./machine-draws.ts";
import { createMachineDraws } from "./machine-draws.ts";
import type { MachineStatus } from "./machine-status.ts";
import { createMachineStatus } from "./machine-status.ts";
import type { ProductionOrder } from "./order-schedule.ts";
import type { Intake, Outlet } from "./part-flow.ts";
import type { PlannedMachine, PlantModel } from "./plant-model.ts";
import { randomStream } from "./random-stream.ts";
import type { EventSource } from "./telemetry-writer.ts";

/** A machine at work: its plan, its place in the line, its chances, and what it has come to so far. */
export interface WorkingMachine {
  readonly plan: PlannedMachine;
  readonly kernel: EventKernel;
  readonly intake: Intake;
  readonly outlet: Outlet;
  readonly draws: MachineDraws;
  readonly status: MachineStatus;
  readonly condition: MachineCondition;
  readonly events: EventSource;
  /** What it is set up for. */
  order: ProductionOrder | undefined;
  operatingMsToFailure: number;
  operatingMsToStop: number;
  startUpPiecesLeft: number;
}

/** What a machine stands between, and where its events go. */
interface MachinePlace {
  readonly plan: PlannedMachine;
  readonly intake: Intake;
  readonly outlet: Outlet;
  readonly events: EventSource;
}

/** A machine at the start of the simulation: OFF, set up for the first order of its line. */
export function createWorkingMachine(
  model: PlantModel,
  place: MachinePlace,
  kernel: EventKernel,
): WorkingMachine {
  const { machineId, parameters } = place.plan;
  const draws = createMachineDraws(model.seed, place.plan, model.parameters);
  const sensorStream = randomStream(model.seed, machineId, "sensor");
  const condition = createMachineCondition(parameters, sensorStream, model.startMs);
  return {
    ...place,
    kernel,
    draws,
    condition,
    status: createMachineStatus(place.events, condition, kernel.nowMs),
    order: place.intake.order(),
    operatingMsToFailure: draws.operatingMsToFailure(),
    operatingMsToStop: draws.operatingMsToStop(),
    startUpPiecesLeft: 0,
  };
}
