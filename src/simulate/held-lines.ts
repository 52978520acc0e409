import type { UtcMs } from "./site-clock.ts";

/** Lines that arrive later, in the order in which they are due. */
export interface HeldLines {
  readonly hold: (text: string, dueMs: UtcMs) => void;
  readonly release: (nowMs: UtcMs, write: (text: string) => void) => void;
}

export function createHeldLines(): HeldLines {
  const held: { readonly text: string; readonly dueMs: UtcMs }[] = [];
  return {
    hold: (text, dueMs) => {
      let low = 0;
      let high = held.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((held[middle]?.dueMs ?? Infinity) > dueMs) high = middle;
        else low = middle + 1;
      }
      held.splice(low, 0, { text, dueMs });
    },
    release: (nowMs, write) => {
      let count = 0;
      while ((held[count]?.dueMs ?? Infinity) <= nowMs && count < held.length) {
        write(held[count]?.text ?? "");
        count += 1;
      }
      if (count > 0) held.splice(0, count);
    },
  };
}
