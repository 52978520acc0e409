import type { ProductionContext } from "./event-fields.ts";
import type { MachineCondition } from "./machine-condition.ts";
import type { MachineState } from "./machine-parameters.ts";
import type { UtcMs } from "./site-clock.ts";
import type { EventSource } from "./telemetry-writer.ts";
import type { TruthLedger } from "./truth-ledger.ts";

/** The state a machine is in, reported whenever it changes. */
export interface MachineStatus {
  readonly state: () => MachineState;
  readonly enter: (state: MachineState, reasonCode: string | null, context?: ProductionContext) => void;
  /** Reports the sensors. */
  readonly sample: () => void;
  readonly lastSampleMs: () => UtcMs;
  /** When the present state began. */
  readonly sinceMs: () => UtcMs;
  /** What the reason of the present stop is, without saying so yet. */
  readonly explain: (reasonCode: string) => void;
}

/** A machine that is OFF and says so at once. */
export function createMachineStatus(
  events: EventSource,
  condition: MachineCondition,
  truth: TruthLedger,
  nowMs: () => UtcMs,
): MachineStatus {
  let state: MachineState = "OFF";
  let reasonCode: string | null = null;
  let sinceMs = nowMs();
  let sampledMs: UtcMs = Number.NEGATIVE_INFINITY;

  const sample = (): void => {
    sampledMs = nowMs();
    events.emit(condition.read(sampledMs));
  };
  const report = (context: ProductionContext): void => {
    truth.enter(state, reasonCode, nowMs());
    events.emit({ eventType: "state", state, reasonCode, ...context });
  };

  report({});
  sample();
  return {
    state: () => state,
    enter: (nextState, nextReason, context = {}) => {
      if (nextState === state && nextReason === reasonCode) return;
      const isSwitched = (nextState === "OFF") !== (state === "OFF");
      condition.enter(nextState, nowMs());
      state = nextState;
      sinceMs = nowMs();
      reasonCode = nextReason;
      report(context);
      // The meter at switching on and off keeps the energy of the shift apart from that of the night.
      if (isSwitched) sample();
    },
    sample,
    lastSampleMs: () => sampledMs,
    sinceMs: () => sinceMs,
    explain: truth.explain,
  };
}
