import { idealCycleAt } from "./cycle-standard.ts";
import type { Process } from "./event-kernel.ts";
import type { Disposition } from "./machine-draws.ts";
import type { Unit } from "./part-flow.ts";
import { SECOND_MS } from "./site-clock.ts";
import type { WorkingMachine } from "./working-machine.ts";

/** A repair brings back this share of the lost health: it mends what broke, not the rest. */
const REPAIR_RESTORES = 0.4;

/**
 * Makes one piece. Failures and micro-stops interrupt the cycle, which then goes on where it was; the clocks of wear and
 * failure run only while the machine does. Scrap leaves the line here; what is to be reworked goes on down the line.
 */
export function* runCycle(machine: WorkingMachine, unit: Unit): Process {
  const { draws, status, condition, plan, outlet } = machine;
  const { nowMs } = machine.kernel;
  const idealMs = idealCycleAt(plan.standards, unit.order.productId, nowMs()) * SECOND_MS;
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
  const disposition = draws.disposition(machine.startUpPiecesLeft > 0);
  machine.startUpPiecesLeft = Math.max(0, machine.startUpPiecesLeft - 1);
  reportPiece(machine, unit, cycleMs, disposition);
  if (disposition.kind !== "scrap") outlet.put(unit);
}

function reportPiece(
  { events }: WorkingMachine,
  { unitId }: Unit,
  cycleMs: number,
  { kind, reasonCode }: Disposition,
): void {
  const counts = `"good":${Number(kind === "good")},"scrap":${Number(kind === "scrap")},"rework":${Number(kind === "rework")}`;
  const reason = reasonCode === null ? "" : `,"reason_code":"${reasonCode}"`;
  events.emit("count", `,${counts}${reason},"cycle_s":${cycleMs / SECOND_MS},"unit_id":"${unitId}"`);
}
