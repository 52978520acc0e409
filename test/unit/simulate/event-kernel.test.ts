import { describe, expect, test } from "vitest";

import type { EventKernel, Process } from "../../../src/simulate/event-kernel.ts";
import { createKernel, END_OF_INSTANT } from "../../../src/simulate/event-kernel.ts";
import { randomStream } from "../../../src/simulate/random-stream.ts";

function* visit(log: string[], name: string, times: readonly number[]): Process {
  for (const time of times) {
    yield time;
    log.push(`${name}@${time}`);
  }
}

function runAll(kernel: EventKernel): void {
  while (kernel.nextMs() < Infinity) kernel.step();
}

describe("the event list", () => {
  test("goes in order of time, ties in the order they were asked for", () => {
    const log: string[] = [];
    const kernel = createKernel(0);
    kernel.start(visit(log, "a", [5, 10, 20]));
    kernel.start(visit(log, "b", [10, 20]));
    kernel.start(visit(log, "c", [1, 20]));
    runAll(kernel);
    expect(log).toEqual(["c@1", "a@5", "b@10", "a@10", "c@20", "b@20", "a@20"]);
    expect(kernel.nowMs()).toBe(20);
  });

  test("keeps the order of many random events", () => {
    const log: string[] = [];
    const stream = randomStream(9, "kernel");
    const kernel = createKernel(0);
    for (let index = 0; index < 500; index++) kernel.start(visit(log, "p", [Math.floor(stream() * 200)]));
    runAll(kernel);
    const times = log.map((entry) => Number(entry.slice(2)));
    expect(times).toHaveLength(500);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test("never goes back: who asks for the past goes on at once", () => {
    const kernel = createKernel(100);
    kernel.start(visit([], "late", [50]));
    expect(kernel.nextMs()).toBe(100);
  });

  test("drops who waits for ever and stands still when nothing is left", () => {
    const kernel = createKernel(7);
    kernel.start(visit([], "idle", [Infinity]));
    expect(kernel.nextMs()).toBe(Infinity);
    kernel.step();
    expect(kernel.nowMs()).toBe(7);
  });
});

function* sleep(log: string[], kernel: EventKernel, wakers: (() => void)[], untilMs: number): Process {
  wakers.push(kernel.waker());
  yield untilMs;
  log.push(`woke@${kernel.nowMs()}`);
}

describe("a process that is woken", () => {
  test.each([50, Infinity])("goes on at once instead of at %d, and only once", (untilMs) => {
    const log: string[] = [];
    const wakers: (() => void)[] = [];
    const kernel = createKernel(0);
    kernel.start(sleep(log, kernel, wakers, untilMs));
    kernel.start(visit(log, "other", [7, 60]));
    kernel.step();
    for (const wake of [...wakers, ...wakers]) wake();
    runAll(kernel);
    for (const wake of wakers) wake();
    runAll(kernel);
    expect(log).toEqual(["other@7", "woke@7", "other@60"]);
  });

  test("has its turn before those who wait for the end of the instant", () => {
    const log: string[] = [];
    const wakers: (() => void)[] = [];
    const kernel = createKernel(0);
    function* last(): Process {
      yield 5;
      yield END_OF_INSTANT;
      log.push(`last@${kernel.nowMs()}`);
    }
    function* waker(): Process {
      yield 5;
      for (const wake of wakers) wake();
      log.push("waker");
    }
    kernel.start(last());
    kernel.start(sleep(log, kernel, wakers, 9));
    kernel.start(waker());
    kernel.start(visit(log, "next", [6]));
    runAll(kernel);
    expect(log).toEqual(["waker", "woke@5", "last@5", "next@6"]);
  });
});
