import { setImmediate as turn } from "node:timers/promises";

import { expect, test } from "vitest";

import { runInLanes } from "../../../src/pipeline/lanes.ts";

/** Tasks and what each waits for. */
const diamond = new Map<string, readonly string[]>([
  ["a", []],
  ["b", ["a"]],
  ["c", ["a"]],
  ["d", ["b", "c"]],
]);

interface Step {
  readonly kind: "begin" | "end";
  readonly task: string;
  readonly lane: number;
}

/** Runs tasks that take a few turns each, and tells what began and ended when. */
async function stepsOf(
  graph: ReadonlyMap<string, readonly string[]>,
  laneCount: number,
  failing: readonly string[] = [],
): Promise<{ steps: readonly Step[]; failure: unknown }> {
  const steps: Step[] = [];
  const failure = await runInLanes({
    tasks: new Map([...graph].map(([task, after]) => [task, { task, after }])),
    after: ({ after }) => after,
    lanes: Array.from({ length: laneCount }, (_, index) => index),
    run: async ({ task }, lane) => {
      steps.push({ kind: "begin", task, lane });
      for (let count = 0; count < 3; count += 1) await turn();
      if (failing.includes(task)) throw new Error(`${task} failed`);
      steps.push({ kind: "end", task, lane });
    },
  }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { steps, failure };
}

const told = (steps: readonly Step[]): string =>
  steps.map(({ kind, task, lane }) => `${kind} ${task}${lane}`).join(", ");

test("one lane does them in their order", async () => {
  const { steps } = await stepsOf(diamond, 1);
  expect(told(steps)).toBe("begin a0, end a0, begin b0, end b0, begin c0, end c0, begin d0, end d0");
});

test("two lanes do at once what does not wait, and nothing before what it waits for", async () => {
  const { steps } = await stepsOf(diamond, 2);
  expect(told(steps)).toBe("begin a0, end a0, begin b0, begin c1, end b0, end c1, begin d0, end d0");
});

test("a lane has one task at a time, however many are ready", async () => {
  const tasks = new Map(Array.from({ length: 20 }, (_, index) => [`t${index}`, []]));
  const { steps } = await stepsOf(tasks, 3);
  const busy = new Set<number>();
  for (const { kind, lane } of steps) {
    expect(busy.has(lane)).toBe(kind === "end");
    if (kind === "begin") busy.add(lane);
    else busy.delete(lane);
  }
  expect(steps.filter(({ kind }) => kind === "end")).toHaveLength(20);
});

test("what a task waits for but nobody does is there already", async () => {
  const { steps } = await stepsOf(new Map([["b", ["a"]]]), 2);
  expect(told(steps)).toBe("begin b0, end b0");
});

test("after a failure none begins, the others end, and the first failure comes through", async () => {
  const tasks = new Map([...diamond, ["e", ["a"]], ["f", []]]);
  const { steps, failure } = await stepsOf(tasks, 2, ["b", "c"]);
  expect(failure).toMatchObject({ message: "b failed" });
  expect(steps.map(({ task }) => task)).not.toContain("d");
  const begun = steps.filter(({ kind }) => kind === "begin").map(({ task }) => task);
  const ended = steps.filter(({ kind }) => kind === "end").map(({ task }) => task);
  expect(begun.filter((task) => !ended.includes(task) && !["b", "c"].includes(task))).toEqual([]);
});

test("no tasks are done at once; tasks in a circle are refused, not waited for", async () => {
  expect((await stepsOf(new Map(), 2)).failure).toBeUndefined();
  const { failure } = await stepsOf(
    new Map([
      ["a", ["b"]],
      ["b", ["a"]],
    ]),
    2,
  );
  expect(failure).toMatchObject({ message: "these wait for one another: a, b" });
});
