import type { Wake } from "./event-kernel.ts";

/** Fitters who repair one machine at a time each, first come, first served. */
export interface RepairCrew {
  /** True with a fitter at once; false to be woken when one is there. */
  readonly call: (wake: Wake) => boolean;
  /** A fitter is done and goes to who waits longest. */
  readonly release: () => void;
}

/** So many fitters, all free. */
export function createRepairCrew(size: number): RepairCrew {
  const waiting: Wake[] = [];
  let free = size;
  return {
    call: (wake) => {
      if (free === 0) {
        waiting.push(wake);
        return false;
      }
      free -= 1;
      return true;
    },
    release: () => {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
}
