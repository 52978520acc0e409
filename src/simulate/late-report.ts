import type { Process } from "./event-kernel.ts";
import type { MachineState } from "./machine-parameters.ts";
import type { UtcMs } from "./site-clock.ts";
import type { WorkingMachine } from "./working-machine.ts";

/**
 * Begins a stop whose reason may be given only afterwards; call the result at its end. What a late reason says is true of
 * the stop from its beginning, if it comes before the simulation ends.
 */
export function reportLater(machine: WorkingMachine, state: MachineState, reasonCode: string): () => void {
  const { draws, status, kernel } = machine;
  const delayMs = draws.lateReasonDelayMs();
  if (delayMs === null) {
    status.enter(state, reasonCode);
    return () => {};
  }
  const startMs = kernel.nowMs();
  status.enter(state, null);
  return () => {
    const endMs = kernel.nowMs();
    const atMs = Math.floor((startMs + endMs) / 2);
    const dueMs = endMs + delayMs;
    if (dueMs < machine.endMs) status.explain(reasonCode);
    kernel.start(giveReason(machine, { dueMs, atMs, reasonCode }));
  };
}

function* giveReason(
  { events }: WorkingMachine,
  { dueMs, atMs, reasonCode }: { readonly dueMs: UtcMs; readonly atMs: UtcMs; readonly reasonCode: string },
): Process {
  yield dueMs;
  events.emit({ eventType: "reason", reasonCode, at: atMs });
}
