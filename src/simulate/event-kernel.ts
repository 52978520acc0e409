import type { UtcMs } from "./site-clock.ts";

/**
 * A process of the plant: yields the instant at which it wants to go on.
 * Waiting for a part, a place or a crew will be further kinds of things to yield.
 */
export type Process = Generator<UtcMs, void, void>;

/** The future event list: resumes processes in order of time, those of one instant in the order they asked. */
export interface EventKernel {
  /** Simulated time of the event being handled. */
  readonly nowMs: () => UtcMs;
  /** Instant of the next event; Infinity when nothing is left. */
  readonly nextMs: () => UtcMs;
  readonly start: (process: Process) => void;
  /** Handles the next event, if there is one. */
  readonly step: () => void;
}

interface Resumption {
  readonly atMs: UtcMs;
  readonly order: number;
  readonly process: Process;
}

/** An empty event list standing at an instant. */
export function createKernel(startMs: UtcMs): EventKernel {
  const heap: Resumption[] = [];
  let now = startMs;
  let scheduled = 0;

  const advance = (process: Process): void => {
    const next = process.next();
    if (next.done !== true && Number.isFinite(next.value)) {
      push(heap, { atMs: Math.max(now, next.value), order: scheduled++, process });
    }
  };

  return {
    nowMs: () => now,
    nextMs: () => heap[0]?.atMs ?? Infinity,
    start: advance,
    step: () => {
      const next = pop(heap);
      if (next === undefined) return;
      now = next.atMs;
      advance(next.process);
    },
  };
}

function isBefore(a: Resumption, b: Resumption): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}

function push(heap: Resumption[], entry: Resumption): void {
  let index = heap.length;
  heap.push(entry);
  while (index > 0) {
    const parentIndex = (index - 1) >> 1;
    const parent = heap[parentIndex];
    if (parent === undefined || !isBefore(entry, parent)) break;
    heap[index] = parent;
    index = parentIndex;
  }
  heap[index] = entry;
}

function pop(heap: Resumption[]): Resumption | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  let index = 0;
  for (;;) {
    let childIndex = 2 * index + 1;
    let child = heap[childIndex];
    if (child === undefined) break;
    const right = heap[childIndex + 1];
    if (right !== undefined && isBefore(right, child)) {
      child = right;
      childIndex += 1;
    }
    if (!isBefore(child, last)) break;
    heap[index] = child;
    index = childIndex;
  }
  heap[index] = last;
  return top;
}
