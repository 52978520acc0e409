import type { UtcMs } from "./site-clock.ts";

/** Yielded by a process that wants to go on at this instant once all others that are due now have had their turn. */
export const END_OF_INSTANT = Symbol("end of instant");

/** A process of the plant: yields the instant at which it wants to go on, unless it is woken before. */
export type Process = Generator<UtcMs | typeof END_OF_INSTANT, void, void>;

/** Makes a process go on at the current instant; nothing happens to one that is over or at work. */
export type Wake = () => void;

/** The future event list: resumes processes in order of time, those of one instant in the order they asked. */
export interface EventKernel {
  /** Simulated time of the event being handled. */
  readonly nowMs: () => UtcMs;
  /** Instant of the next event; Infinity when nothing is left. */
  readonly nextMs: () => UtcMs;
  readonly start: (process: Process) => void;
  /** How to wake the process that asks, later. */
  readonly waker: () => Wake;
  /** Handles the next event, if there is one. */
  readonly step: () => void;
  /** Lets time pass without an event; what was due before is then late. */
  readonly passTo: (atMs: UtcMs) => void;
}

interface Sleeper {
  readonly process: Process;
  readonly wake: Wake;
  atMs: UtcMs;
  /** Within an instant: 0 due, 1 at its end; -1 the one at work, which nobody may overtake. */
  turn: number;
  order: number;
  /** Place in the heap; -1 outside. */
  index: number;
}

/** An empty event list standing at an instant. */
export function createKernel(startMs: UtcMs): EventKernel {
  const heap: Sleeper[] = [];
  let now = startMs;
  let scheduled = 0;
  let working: Sleeper | undefined;

  const schedule = (sleeper: Sleeper, atMs: UtcMs, turn: number): void => {
    sleeper.atMs = atMs;
    sleeper.turn = turn;
    sleeper.order = scheduled++;
    if (sleeper.index < 0) {
      sleeper.index = heap.length;
      heap.push(sleeper);
    }
    siftUp(heap, sleeper);
    siftDown(heap, sleeper);
  };

  const advance = (sleeper: Sleeper): void => {
    // A process may start another.
    const starter = working;
    working = sleeper;
    const { done, value } = sleeper.process.next();
    working = starter;
    if (value === END_OF_INSTANT) schedule(sleeper, now, 1);
    else if (done !== true && value < Infinity) schedule(sleeper, Math.max(now, value), 0);
    else if (sleeper.index >= 0) remove(heap, sleeper);
    if (done === true) sleeper.order = -1;
  };

  return {
    nowMs: () => now,
    nextMs: () => heap[0]?.atMs ?? Infinity,
    start: (process) => {
      const wake = (): void => {
        if (sleeper !== working && sleeper.order >= 0) schedule(sleeper, now, 0);
      };
      const sleeper: Sleeper = { process, wake, atMs: now, turn: 0, order: 0, index: -1 };
      advance(sleeper);
    },
    waker: () => {
      if (working === undefined) throw new RangeError("no process is at work");
      return working.wake;
    },
    step: () => {
      const next = heap[0];
      if (next === undefined) return;
      now = Math.max(now, next.atMs);
      next.turn = -1;
      advance(next);
    },
    passTo: (atMs) => {
      now = Math.max(now, atMs);
    },
  };
}

function isBefore(a: Sleeper, b: Sleeper): boolean {
  if (a.atMs !== b.atMs) return a.atMs < b.atMs;
  return a.turn === b.turn ? a.order < b.order : a.turn < b.turn;
}

function place(heap: Sleeper[], sleeper: Sleeper, index: number): void {
  heap[index] = sleeper;
  sleeper.index = index;
}

function siftUp(heap: Sleeper[], sleeper: Sleeper): void {
  let { index } = sleeper;
  while (index > 0) {
    const parent = heap[(index - 1) >> 1];
    if (parent === undefined || !isBefore(sleeper, parent)) break;
    const parentIndex = parent.index;
    place(heap, parent, index);
    index = parentIndex;
  }
  place(heap, sleeper, index);
}

function siftDown(heap: Sleeper[], sleeper: Sleeper): void {
  let { index } = sleeper;
  for (;;) {
    let child = heap[2 * index + 1];
    if (child === undefined) break;
    const right = heap[2 * index + 2];
    if (right !== undefined && isBefore(right, child)) child = right;
    if (!isBefore(child, sleeper)) break;
    const childIndex = child.index;
    place(heap, child, index);
    index = childIndex;
  }
  place(heap, sleeper, index);
}

function remove(heap: Sleeper[], sleeper: Sleeper): void {
  const last = heap.pop();
  if (last !== undefined && last !== sleeper) {
    place(heap, last, sleeper.index);
    siftUp(heap, last);
    siftDown(heap, last);
  }
  sleeper.index = -1;
}
