import { describe, expect, test } from "vitest";

import type { EventKernel, Process } from "../../../src/simulate/event-kernel.ts";
import { createKernel } from "../../../src/simulate/event-kernel.ts";
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
