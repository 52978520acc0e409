import { expect, test } from "vitest";

import { editDistance, nearestName } from "../../../src/lib/nearest-name.ts";

test.each([
  ["", "", 0],
  ["", "abc", 3],
  ["gold", "gold", 0],
  ["warehose", "warehouse", 1],
  ["sliver", "silver", 1],
  ["kitten", "sitting", 3],
])("from %j to %j it is %i edits", (from, to, edits) => {
  expect(editDistance(from, to)).toBe(edits);
  expect(editDistance(to, from)).toBe(edits);
});

test("the nearest name is a slip of the finger away, or the only one that begins so", () => {
  const commands = ["simulate", "silver", "gold", "status"];
  expect(nearestName("sliver", commands)).toBe("silver");
  expect(nearestName("GOLD", commands)).toBe("gold");
  expect(nearestName("sim", commands)).toBe("simulate");
  expect(nearestName("s", commands)).toBeUndefined();
  expect(nearestName("publish", commands)).toBeUndefined();
});
