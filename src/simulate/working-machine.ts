import type { EventKernel } from "./event-kernel.ts";
import type { MachineCondition } from "./machine-condition.ts";
import { createMachineCondition } from "./machine-condition.ts";
import type { MachineDraws } from "./machine-draws.ts";
import { createMachineDraws } from "./machine-draws.ts";
import type { MachineStatus } from "./machine-status.ts";
import { createMachineStatus } from "./machine-status.ts";
import type { ProductionOrder } from "./order-schedule.ts";
import type { Intake, Outlet } from "./part-flow.ts";
import type { PieceCounter } from "./piece-counter.ts";
import { createPieceCounter } from "./piece-counter.ts";
import type { Inspector } from "./piece-inspection.ts";
import { createInspector } from "./piece-inspection.ts";
import type { PlannedMachine, PlantModel } from "./plant-model.ts";
import { randomStream } from "./random-stream.ts";
import type { RepairCrew } from "./repair-crew.ts";
import type { UtcMs } from "./site-clock.ts";
import type { EventSource } from "./telemetry-writer.ts";
import { createSegmentFinder } from "./time-segments.ts";
import type { TruthLedger } from "./truth-ledger.ts";
import { createTruthLedger } from "./truth-ledger.ts";

/** A machine at work: its plan, its place in the line, its chances, and what it has come to so far. */
export interface WorkingMachine {
  readonly plan: PlannedMachine;
  readonly kernel: EventKernel;
  readonly intake: Intake;
  readonly outlet: Outlet;
  readonly crew: RepairCrew;
  /** Null for a machine that reports every piece. */
  readonly counter: PieceCounter | null;
  readonly inspect: Inspector;
  /** End of the simulation. */
  readonly endMs: UtcMs;
  readonly draws: MachineDraws;
  readonly status: MachineStatus;
  readonly condition: MachineCondition;
  readonly events: EventSource;
  readonly truth: TruthLedger;
  /** What it is set up for. */
  order: ProductionOrder | undefined;
  operatingMsToFailure: number;
  nextFaultMs: UtcMs;
  operatingMsToStop: number;
  toolPiecesLeft: number;
  startUpPiecesLeft: number;
}

/** What a machine stands between, and where its events go. */
interface MachinePlace {
  readonly plan: PlannedMachine;
  readonly intake: Intake;
  readonly outlet: Outlet;
  readonly crew: RepairCrew;
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
  const { counting } = parameters;
  const begin = randomStream(model.seed, machineId, "begin");
  const countedBefore = Math.floor(10_000 + 400_000 * begin());
  const sensorStream = randomStream(model.seed, machineId, "sensor");
  const find = createSegmentFinder(model.calendar, place.plan.plannedStops, model.clock);
  const truth = createTruthLedger(machineId, find, model.clock, model.startMs);
  const { startMs } = model;
  const condition = createMachineCondition(parameters, sensorStream, { startMs, consume: truth.consume });
  return {
    ...place,
    kernel,
    counter: counting === "counter" ? createPieceCounter(place.events, countedBefore) : null,
    inspect: createInspector(model.seed, machineId, parameters.inspection),
    endMs: model.endMs,
    draws,
    condition,
    truth,
    status: createMachineStatus(place.events, condition, truth, kernel.nowMs),
    order: place.intake.order(),
    operatingMsToFailure: draws.operatingMsToFailure(),
    nextFaultMs: model.startMs + draws.msToFault(),
    operatingMsToStop: draws.operatingMsToStop(),
    // A tool somewhere in its life.
    toolPiecesLeft: Math.ceil(draws.toolPieces() * begin()),
    startUpPiecesLeft: 0,
  };
}
