import type { Process } from "./event-kernel.ts";
import type { PlantParameters } from "./plant-parameters.ts";
import type { Draw } from "./random-stream.ts";
import { SECOND_MS } from "./site-clock.ts";
import type { WorkingMachine } from "./working-machine.ts";

/** Samples the sensors on a fixed beat while the machine is on, and now and then while it is OFF. */
export function* sampleSensors(
  { status, kernel: { nowMs } }: WorkingMachine,
  { onS, offS }: PlantParameters["sampling"],
  phase: Draw,
): Process {
  const beatMs = onS * SECOND_MS;
  let nextMs = nowMs() + Math.round(phase() * beatMs);
  for (;;) {
    yield nextMs;
    const isDue = status.state() !== "OFF" || nowMs() - status.lastSampleMs() >= offS * SECOND_MS;
    if (isDue) status.sample();
    nextMs += beatMs;
  }
}

/** The gateway of a machine says that it is there, whatever the machine does. */
export function* beatHeart(
  { events, kernel: { nowMs } }: WorkingMachine,
  { heartbeatS }: PlantParameters["sampling"],
  phase: Draw,
): Process {
  const beatMs = heartbeatS * SECOND_MS;
  let nextMs = nowMs() + Math.round(phase() * beatMs);
  for (;;) {
    yield nextMs;
    events.emit("heartbeat", "");
    nextMs += beatMs;
  }
}
