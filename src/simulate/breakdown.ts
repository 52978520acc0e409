import type { Process } from "./event-kernel.ts";
import { reportLater } from "./late-report.ts";
import type { WorkingMachine } from "./working-machine.ts";

/** A failure: waits for a fitter, is repaired, and starts again; the first pieces are start-up pieces. */
function* breakDown(machine: WorkingMachine, reasonCode: string): Process {
  const { draws, status, condition, crew, kernel } = machine;
  const { parameters } = machine.plan;
  const report = reportLater(machine, "FAILURE", reasonCode);
  if (!crew.call(kernel.waker())) yield Infinity;
  yield kernel.nowMs() + draws.repairMs();
  crew.release();
  condition.restore(parameters.repairRestores);
  report();
  if (parameters.restart !== null) {
    status.enter("SETUP", "RESTART");
    yield kernel.nowMs() + draws.restartMs();
  }
  machine.startUpPiecesLeft = parameters.startUpScrap.pieces;
}

/** What operation wears out has failed; its clock starts anew. */
export function* failFromWear(machine: WorkingMachine): Process {
  yield* breakDown(machine, machine.draws.failureReason());
  machine.operatingMsToFailure = machine.draws.operatingMsToFailure();
}

/** A fault that needs no operation; the next comes after the end of this one. */
export function* failFromFault(machine: WorkingMachine): Process {
  yield* breakDown(machine, machine.draws.faultReason());
  machine.nextFaultMs = machine.kernel.nowMs() + machine.draws.msToFault();
}
