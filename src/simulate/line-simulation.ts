import type { ByteText } from "./byte-text.ts";
import type { DirtLevelName } from "./dirt-level-name.ts";
import { createDirtyGateway } from "./dirty-gateway.ts";
import { createKernel } from "./event-kernel.ts";
import { assembleMachines } from "./line-assembly.ts";
import { operateMachine } from "./machine-process.ts";
import { pollCounter } from "./piece-counter.ts";
import type { PlannedLine, PlantModel } from "./plant-model.ts";
import { randomStream } from "./random-stream.ts";
import { beatHeart, sampleSensors } from "./sensor-process.ts";
import type { UtcMs } from "./site-clock.ts";
import { createTelemetryWriter } from "./telemetry-writer.ts";
import type { TruthRows } from "./truth-rows.ts";

/** One line on its own: lines share nothing but the plan, so each has its own events, and they may run in any order. */
export interface LineSimulation {
  /** Goes on until an instant, exclusive; gives the number of lines written. */
  readonly runUntil: (untilMs: UtcMs) => number;
  /** A last sample of every machine at the very end, and everything that was held back. */
  readonly finish: () => number;
  /** What has become certain meanwhile. */
  readonly takeTruth: () => TruthRows;
}

export function simulateLine(
  model: PlantModel,
  line: PlannedLine,
  { dirt, out }: { readonly dirt: DirtLevelName; readonly out: ByteText },
): LineSimulation {
  const kernel = createKernel(model.startMs);
  const gateway = dirt === "none" ? null : createDirtyGateway(model.parameters.dirt[dirt], model);
  const writer = createTelemetryWriter(model.runTag, { out, gateway, nowMs: kernel.nowMs });
  const machines = assembleMachines(model, line, { kernel, writer });
  const { sampling } = model.parameters;
  for (const machine of machines) {
    kernel.start(operateMachine(model, machine));
    const phase = randomStream(model.seed, machine.plan.machineId, "phase");
    kernel.start(sampleSensors(machine, sampling));
    if (machine.counter !== null) kernel.start(pollCounter(machine));
    kernel.start(beatHeart(machine, sampling, phase));
  }
  let isOver = false;

  return {
    runUntil: (untilMs) => {
      while (kernel.nextMs() < untilMs) kernel.step();
      return writer.flush();
    },
    finish: () => {
      kernel.passTo(model.endMs);
      for (const { status, counter, truth } of machines) {
        counter?.read();
        status.sample();
        truth.close(model.endMs);
      }
      isOver = true;
      return writer.flush(true);
    },
    takeTruth: () => {
      const taken = machines.map(({ truth }) => truth.take());
      return {
        hours: taken.flatMap(({ hours }) => hours),
        failures: taken.flatMap(({ failures }) => failures),
        dirt: gateway?.take(isOver ? model.endMs : undefined) ?? [],
      };
    },
  };
}
