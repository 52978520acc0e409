import type { SampleFields } from "./event-fields.ts";
import type { MachineParameters, MachineState } from "./machine-parameters.ts";
import { normalNoise, uniformBetween } from "./random-stream.ts";
import type { Draw } from "./random-stream.ts";
import type { UtcMs } from "./site-clock.ts";
import { HOUR_MS, MINUTE_MS } from "./site-clock.ts";
import type { TruthLedger } from "./truth-ledger.ts";

/** What the sensors of one machine would read: power, heat, vibration and wear. */
export interface MachineCondition {
  /** The machine is in another state from now on. */
  readonly enter: (state: MachineState, nowMs: UtcMs) => void;
  /** 1 new .. 0 worn. */
  readonly health: () => number;
  /** Running wears. */
  readonly wear: (runMs: number) => void;
  /** Brings back a share (0..1) of the health that is lost. */
  readonly restore: (share: number) => void;
  readonly read: (nowMs: UtcMs) => SampleFields;
}

/** A machine at rest since long ago. The meter is the exact integral of the power it reports, constant between two samples. */
export function createMachineCondition(
  parameters: MachineParameters,
  stream: Draw,
  { startMs, consume }: { readonly startMs: UtcMs; readonly consume: TruthLedger["consume"] },
): MachineCondition {
  const { powerKw, temperature, vibration, firstHealth } = parameters;
  const noise = normalNoise(stream, 1);
  const { loadRatio, temperatureC: noiseC, vibrationRatio } = parameters.noise;
  let state: MachineState = "OFF";
  let healthIndex = uniformBetween(stream, firstHealth.min, firstHealth.max)();
  let energyKwMs = Math.round(uniformBetween(stream, 20_000, 400_000)()) * HOUR_MS;
  let temperatureC = temperature.restC;
  let load = 1;
  let settledMs = startMs;

  const power = (): number => powerKw[state] * load;

  const settle = (nowMs: UtcMs): void => {
    const passedMs = nowMs - settledMs;
    energyKwMs += power() * passedMs;
    consume(power(), settledMs, nowMs);
    const targetC = state === "RUNNING" ? temperature.runningC : temperature.restC;
    temperatureC += (targetC - temperatureC) * approach(passedMs / (temperature.timeConstantMin * MINUTE_MS));
    settledMs = nowMs;
  };

  return {
    enter: (next, nowMs) => {
      settle(nowMs);
      state = next;
    },
    health: () => healthIndex,
    wear: (runMs) => {
      healthIndex = Math.max(0, healthIndex - (parameters.wearPerOperatingH * runMs) / HOUR_MS);
    },
    restore: (share) => {
      healthIndex += (1 - healthIndex) * share;
    },
    read: (nowMs) => {
      settle(nowMs);
      const powerKwNow = power();
      load = Math.max(0.5, 1 + loadRatio * noise());
      const restMmS = state === "RUNNING" ? vibration.runningMmS : vibration.restMmS;
      const wearFactor = 1 + (vibration.wornFactor - 1) * (1 - healthIndex);
      const vibrationMmS = restMmS * wearFactor * Math.max(0.2, 1 + vibrationRatio * noise());
      const measuredC = temperatureC + noiseC * noise();
      return {
        eventType: "sample",
        temperatureC: measuredC,
        vibrationMmS,
        powerKw: powerKwNow,
        energyKwh: energyKwMs / HOUR_MS,
        healthIndex,
      };
    },
  };
}

/** 1 - exp(-x), by its Pade approximant where x is small, as it nearly always is: within 0.001, and far faster. */
function approach(x: number): number {
  return x < 1 ? x / (1 + x / 2 + (x * x) / 12) : 1 - Math.exp(-x);
}
