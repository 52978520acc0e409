import { idealCycleAt } from "./cycle-standard.ts";
import type { Process } from "./event-kernel.ts";
import type { MachineCondition } from "./machine-condition.ts";
import type { Disposition, MachineDraws } from "./machine-draws.ts";
import type { MachineStatus } from "./machine-status.ts";
import type { PlannedMachine } from "./plant-model.ts";
import type { UtcMs } from "./site-clock.ts";
import { SECOND_MS } from "./site-clock.ts";
import type { EventSource } from "./telemetry-writer.ts";

/** A machine at work: its plan, its chances, and what it has come to so far. */
export interface WorkingMachine {
  readonly plan: PlannedMachine;
  readonly runTag: string;
  readonly draws: MachineDraws;
  readonly status: MachineStatus;
  readonly condition: MachineCondition;
  readonly events: EventSource;
  readonly nowMs: () => UtcMs;
  productId: string | null;
  operatingMsToFailure: number;
  operatingMsToStop: number;
  startUpPiecesLeft: number;
  pieceCount: number;
}

/** A repair brings back this share of the lost health: it mends what broke, not the rest. */
const REPAIR_RESTORES = 0.4;

/**
 * Makes one piece. Failures and micro-stops interrupt the cycle, which then goes on where it was; the clocks of wear and
 * failure run only while the machine does.
 */
export function* runCycle(machine: WorkingMachine): Process {
  const { draws, status, condition, nowMs, plan } = machine;
  const idealMs = idealCycleAt(plan.standards, machine.productId, nowMs()) * SECOND_MS;
  const cycleMs = Math.max(1, Math.round(idealMs * draws.cycleFactor()));
  const microStopAt = draws.microStopAt();
  let leftMs = cycleMs;
  let untilMicroStopMs = microStopAt === null ? Infinity : Math.max(1, Math.round(cycleMs * microStopAt));
  while (leftMs > 0) {
    const runMs = Math.min(leftMs, untilMicroStopMs, machine.operatingMsToFailure);
    status.enter("RUNNING", null);
    yield nowMs() + runMs;
    condition.wear(runMs);
    leftMs -= runMs;
    untilMicroStopMs -= runMs;
    machine.operatingMsToFailure -= runMs;
    if (leftMs > 0 && machine.operatingMsToFailure <= 0) {
      status.enter("FAILURE", draws.failureReason());
      yield nowMs() + draws.repairMs();
      condition.restore(REPAIR_RESTORES);
      machine.operatingMsToFailure = draws.operatingMsToFailure();
    } else if (leftMs > 0 && untilMicroStopMs <= 0) {
      status.enter("STOPPED", draws.microStopReason());
      yield nowMs() + draws.microStopMs();
      untilMicroStopMs = Infinity;
    }
  }
  // A failure due at the very end of a cycle comes with the first millisecond of the next.
  machine.operatingMsToFailure = Math.max(1, machine.operatingMsToFailure);
  machine.operatingMsToStop -= cycleMs;
  reportPiece(machine, cycleMs, draws.disposition(machine.startUpPiecesLeft > 0));
  machine.startUpPiecesLeft = Math.max(0, machine.startUpPiecesLeft - 1);
}

function reportPiece(machine: WorkingMachine, cycleMs: number, { kind, reasonCode }: Disposition): void {
  machine.pieceCount += 1;
  const serialNumber = `${machine.plan.machineId}-${machine.runTag}-${String(machine.pieceCount).padStart(6, "0")}`;
  const counts = `"good":${Number(kind === "good")},"scrap":${Number(kind === "scrap")},"rework":${Number(kind === "rework")}`;
  const reason = reasonCode === null ? "" : `,"reason_code":"${reasonCode}"`;
  machine.events.emit(
    "count",
    `,${counts}${reason},"cycle_s":${cycleMs / SECOND_MS},"unit_id":"${serialNumber}"`,
  );
}
