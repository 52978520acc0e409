import { failFromFault, failFromWear } from "./breakdown.ts";
import { idealCycleAt } from "./cycle-standard.ts";
import type { Process } from "./event-kernel.ts";
import type { Unit } from "./part-flow.ts";
import type { Inspection } from "./piece-inspection.ts";
import { reportInspection } from "./piece-inspection.ts";
import { SECOND_MS } from "./site-clock.ts";
import type { WorkingMachine } from "./working-machine.ts";

/** Less of a clock than this is a rounding error. */
const NO_TIME_MS = 1e-6;

/**
 * Makes one piece. Failures and micro-stops interrupt the cycle, which then goes on where it was; the clocks of wear and
 * failure run only while the machine does. Scrap leaves the line here; what is to be reworked goes on down the line.
 */
export function* runCycle(machine: WorkingMachine, unit: Unit): Process {
  const { draws, status, condition, plan, kernel } = machine;
  const { nowMs } = kernel;
  const idealMs = idealCycleAt(plan.standards, unit.order.productId, nowMs()) * SECOND_MS;
  const cycleMs = Math.max(1, Math.round(idealMs * draws.cycleFactor()));
  const microStopAt = draws.microStopAt();
  let leftMs = cycleMs;
  let untilMicroStopMs = microStopAt === null ? Infinity : Math.max(1, Math.round(cycleMs * microStopAt));
  while (leftMs > 0) {
    const pace = 1 + plan.parameters.failure.healthEffect * (1 - condition.health());
    const untilFailureMs = Math.max(1, Math.ceil(machine.operatingMsToFailure / pace));
    const untilFaultMs = Math.max(1, machine.nextFaultMs - nowMs());
    const runMs = Math.min(leftMs, untilMicroStopMs, untilFailureMs, untilFaultMs);
    status.enter("RUNNING", null);
    yield nowMs() + runMs;
    condition.wear(runMs);
    leftMs -= runMs;
    untilMicroStopMs -= runMs;
    machine.operatingMsToFailure -= runMs * pace;
    if (leftMs <= 0) break;
    if (machine.operatingMsToFailure <= NO_TIME_MS) {
      yield* failFromWear(machine);
    } else if (nowMs() >= machine.nextFaultMs) {
      yield* failFromFault(machine);
    } else if (untilMicroStopMs <= 0) {
      status.enter("STOPPED", draws.microStopReason());
      yield nowMs() + draws.microStopMs();
      untilMicroStopMs = Infinity;
    }
  }
  machine.operatingMsToStop -= cycleMs;
  finishPiece(machine, unit, cycleMs);
}

function finishPiece(machine: WorkingMachine, unit: Unit, cycleMs: number): void {
  const { draws, plan, kernel, outlet, counter, truth, events } = machine;
  const { startUpScrap, upkeep, counting } = plan.parameters;
  const isStartUp = machine.startUpPiecesLeft > 0;
  const isToolLate = upkeep !== null && machine.toolPiecesLeft <= upkeep.lateShare * upkeep.everyPieces;
  const scrapFactor = (isStartUp ? startUpScrap.factor : 1) * (isToolLate ? upkeep.lateScrapFactor : 1);
  const disposition = draws.disposition(scrapFactor, isStartUp);
  if (isStartUp) machine.startUpPiecesLeft -= 1;
  machine.toolPiecesLeft -= 1;
  if (disposition.kind !== "scrap") outlet.put(unit);
  if (counting === "counter") {
    counter?.add(disposition.kind === "scrap");
    // The counter tells a minute's pieces at its end; rework it does not know.
    truth.count(disposition.kind === "scrap" ? "scrap" : "good", kernel.nowMs() - 1);
    return;
  }
  const { kind, reasonCode } = disposition;
  events.emit({ eventType: "count", kind, reasonCode, cycleMs, unitId: unit.unitId });
  const inspection = machine.inspect(disposition, kernel.nowMs());
  if (inspection !== null) inspectLater(machine, unit, inspection);
  const isKnown = inspection !== null && inspection.dueMs < machine.endMs;
  truth.count(isKnown ? inspection.verdict : disposition.kind, kernel.nowMs());
}

function inspectLater({ kernel, events, plan }: WorkingMachine, unit: Unit, inspection: Inspection): void {
  kernel.start(reportInspection(events, plan.parameters.inspection, unit.unitId, inspection));
}
