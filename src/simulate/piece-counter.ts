import type { Process } from "./event-kernel.ts";
import { END_OF_INSTANT } from "./event-kernel.ts";
import { MINUTE_MS } from "./site-clock.ts";
import type { EventSource } from "./telemetry-writer.ts";
import type { WorkingMachine } from "./working-machine.ts";

/** The cumulative counter of a machine, which a gateway reads. It knows pieces and scrap; rework is good to it. */
export interface PieceCounter {
  readonly add: (isScrap: boolean) => void;
  readonly read: () => void;
}

/** A counter that has counted before. */
export function createPieceCounter(events: EventSource, countedBefore: number): PieceCounter {
  let total = countedBefore;
  let scrap = Math.floor(countedBefore / 40);
  return {
    add: (isScrap) => {
      total += 1;
      scrap += Number(isScrap);
    },
    read: () => events.emit({ eventType: "counter", total, scrap }),
  };
}

/** Reads the counter on the whole minute while the machine is on, with whatever was made at that very instant. */
export function* pollCounter({ status, counter, kernel }: WorkingMachine): Process {
  if (counter === null) return;
  counter.read();
  for (;;) {
    yield (Math.floor(kernel.nowMs() / MINUTE_MS) + 1) * MINUTE_MS;
    yield END_OF_INSTANT;
    if (status.state() !== "OFF" || status.sinceMs() > kernel.nowMs() - MINUTE_MS) counter.read();
  }
}
