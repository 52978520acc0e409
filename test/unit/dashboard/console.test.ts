import { expect, test } from "vitest";

import { consoleOverProcesses } from "../../../src/dashboard/server/console.ts";

const bounds = { timeoutMs: 20_000, maxRows: 2, maxOutputBytes: 10_000, maxAtOnce: 1 };
const running = (script: string, more: Partial<typeof bounds> = {}) =>
  consoleOverProcesses({ ...bounds, ...more, command: [process.execPath, "-e", script] });

test("rows come as columns and rows, and no more than allowed", async () => {
  const run = running(
    `console.log('["a","b"]'); for (const a of [1, null, "x"]) console.log(JSON.stringify([a, [a]]))`,
  );
  expect(await run("select")).toEqual({
    kind: "rows",
    answer: {
      columns: ["a", "b"],
      rows: [
        [1, "[1]"],
        [null, "[null]"],
      ],
      isCut: true,
    },
  });
});

test("the statement comes on standard input, not on the command line", async () => {
  const run = running(
    `console.log('["said","args"]'); process.stdin.on("data", (d) => console.log(JSON.stringify([String(d), process.argv.length])))`,
  );
  expect(await run("select '$(x)' -- ;")).toMatchObject({ answer: { rows: [["select '$(x)' -- ;", 1]] } });
});

test("a statement that does not end is stopped, and with it its process", async () => {
  const started = performance.now();
  const outcome = await running("for (;;);", { timeoutMs: 500 })("select");
  expect(outcome).toMatchObject({ kind: "error", problem: { code: "QUERY_TIMEOUT" } });
  expect(performance.now() - started).toBeLessThan(10_000);
});

test("a result that does not fit is stopped", async () => {
  const outcome = await running(`for (;;) console.log("x".repeat(1000))`)("select");
  expect(outcome).toMatchObject({ kind: "error", problem: { code: "RESULT_TOO_LARGE" } });
});

test("a failure is told in the words of the command", async () => {
  const report = JSON.stringify({
    error: "there is no relation x",
    code: "UNKNOWN_RELATION",
    hint: "did you mean y?",
  });
  const outcome = await running(`console.error(${JSON.stringify(report)}); process.exit(1)`)("select");
  expect(outcome).toEqual({
    kind: "error",
    problem: { error: "there is no relation x", code: "UNKNOWN_RELATION", hint: "did you mean y?" },
  });
});

test("a process that dies without a word is a failure too", async () => {
  const outcome = await running("process.kill(process.pid, 'SIGKILL')")("select");
  expect(outcome).toMatchObject({ kind: "error", problem: { code: "QUERY_FAILED" } });
});

test("no more statements run at once than allowed", async () => {
  const run = running("setTimeout(() => console.log('{}'), 1000)");
  const [first, second] = await Promise.all([run("select"), run("select")]);
  expect(first.kind).toBe("rows");
  expect(second).toMatchObject({ kind: "error", problem: { code: "CONSOLE_BUSY" } });
});
