import { describe, expect, test } from "vitest";

import { createOrderFeed, createPartBuffer } from "../../../src/simulate/part-flow.ts";

const ORDER = {
  orderId: "WO-1",
  productId: "MODEL_A",
  lineId: "LINE_01",
  plannedQty: 2,
  plannedScrapQty: 1,
  plannedStartMs: 0,
  plannedEndMs: 1,
};
const NEXT = { ...ORDER, orderId: "WO-2", plannedQty: 1, plannedScrapQty: 0 };
const unit = (unitId: string, order = ORDER) => ({ unitId, order });

describe("a buffer of two places", () => {
  test("gives parts in the order in which they came and takes a blocked one when a place is free", () => {
    const { intake, outlet } = createPartBuffer(2, ORDER);
    const woken: string[] = [];
    outlet.notify(() => woken.push("producer"));
    intake.notify(() => woken.push("consumer"));
    for (const unitId of ["a", "b", "c"]) outlet.put(unit(unitId));
    expect(outlet.isBlocked()).toBe(true);
    expect(intake.take()?.unitId).toBe("a");
    expect(outlet.isBlocked()).toBe(false);
    expect([intake.take()?.unitId, intake.take()?.unitId, intake.take()]).toEqual(["b", "c", undefined]);
    expect(woken).toEqual(["consumer", "consumer", "consumer", "producer"]);
  });

  test("tells the order of the part that is next, and of what is announced once it is empty", () => {
    const { intake, outlet } = createPartBuffer(2, ORDER);
    outlet.put(unit("a"));
    outlet.announce(NEXT);
    expect(intake.order()).toBe(ORDER);
    intake.take();
    expect(intake.order()).toBe(NEXT);
  });
});

test("a buffer without a place hands over from machine to machine", () => {
  const { intake, outlet } = createPartBuffer(0, undefined);
  outlet.put(unit("a"));
  expect([outlet.isBlocked(), intake.isEmpty()]).toEqual([true, false]);
  expect(intake.take()?.unitId).toBe("a");
  expect([outlet.isBlocked(), intake.isEmpty()]).toEqual([false, true]);
});

test("a feed launches each order with its scrap, then the next, then nothing", () => {
  let number = 0;
  const feed = createOrderFeed([ORDER, NEXT], () => `u${++number}`);
  const launched = Array.from({ length: 5 }, () => feed.take()).map((part) => part?.order.orderId);
  expect(launched).toEqual(["WO-1", "WO-1", "WO-1", "WO-2", undefined]);
});
