import { setImmediate as turn } from "node:timers/promises";

import { expect, test } from "vitest";

import { createPool } from "../../../src/lib/pool.ts";

test("each item is used by one at a time, and who asked first comes first", async () => {
  const pool = createPool(["a", "b"]);
  const inUse = new Set<string>();
  const begun: number[] = [];
  const work = (number: number) =>
    pool.use(async (item) => {
      expect(inUse.has(item)).toBe(false);
      inUse.add(item);
      begun.push(number);
      for (let count = 0; count < 3; count += 1) await turn();
      inUse.delete(item);
      return number * 10;
    });
  expect(await Promise.all([1, 2, 3, 4, 5].map(work))).toEqual([10, 20, 30, 40, 50]);
  expect(begun).toEqual([1, 2, 3, 4, 5]);
});

test("what fails gives its item back, and the failure is told to who asked", async () => {
  const pool = createPool([1]);
  const failed = pool.use(() => Promise.reject(new Error("no answer")));
  const next = pool.use((item) => Promise.resolve(item + 1));
  await expect(failed).rejects.toThrow("no answer");
  expect(await next).toBe(2);
});

test("draining waits for all that was asked, those who wait for an item too", async () => {
  const pool = createPool(["only"]);
  const ended: number[] = [];
  const work = (number: number) =>
    pool.use(async () => {
      await turn();
      ended.push(number);
      if (number === 1) throw new Error("one of them fails");
    });
  const asked = [0, 1, 2].map(work).map((one) => one.catch(() => "failed"));
  await pool.drain();
  expect(ended).toEqual([0, 1, 2]);
  expect(await Promise.all(asked)).toEqual([undefined, "failed", undefined]);
  await pool.drain();
});
