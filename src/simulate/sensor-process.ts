import type { Process } from "./event-kernel.ts";
import type { PlantParameters } from "./plant-parameters.ts";
import type { Draw } from "./random-stream.ts";
import { SECOND_MS } from "./site-clock.ts";
import type { WorkingMachine } from "./working-machine.ts";

/**
 * Samples the sensors on a fixed beat of the clock while the machine is on, and now and then while it is OFF: as gateways
 * poll, and so that the meter is read where an hour or a shift ends.
 */
export function* sampleSensors(
  { status, kernel: { nowMs } }: WorkingMachine,
  { onS, offS }: PlantParameters["sampling"],
): Process {
  const beatMs = onS * SECOND_MS;
  for (;;) {
    yield (Math.floor(nowMs() / beatMs) + 1) * beatMs;
    const isDue = status.state() !== "OFF" || nowMs() % (offS * SECOND_MS) === 0;
    if (isDue) status.sample();
  }
}

const HEARTBEAT = { eventType: "heartbeat" } as const;

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
    events.emit(HEARTBEAT);
    nextMs += beatMs;
  }
}
