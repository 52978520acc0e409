import { statSync } from "node:fs";

import { expect, test } from "vitest";

import { interruption, reportError } from "../../../src/lib/error-report.ts";
import { UsageError, UserError } from "../../../src/lib/errors.ts";

const plain = { isJson: false, isDebug: false, hasColor: false };
const failure = new UserError("no such relation: gold.x", {
  code: "UNKNOWN_RELATION",
  hint: "see indkpi status",
});

test("a user error is a message and a hint", () => {
  expect(reportError(failure, plain)).toEqual({
    text: "error: no such relation: gold.x\nhint: see indkpi status\n",
    exitCode: 1,
  });
  expect(reportError(new UsageError("no", undefined), plain).exitCode).toBe(2);
  expect(reportError(interruption(), plain)).toEqual({ text: "error: interrupted\n", exitCode: 130 });
});

test("as JSON it is one object, with a null where there is no hint", () => {
  expect(reportError(failure, { ...plain, isJson: true }).text).toBe(
    '{"error":"no such relation: gold.x","code":"UNKNOWN_RELATION","hint":"see indkpi status"}\n',
  );
  expect(reportError(interruption(), { ...plain, isJson: true }).text).toBe(
    '{"error":"interrupted","code":"INTERRUPTED","hint":null}\n',
  );
});

test("anything else is unexpected, and has a stack only under --debug", () => {
  const bug = new TypeError("x is undefined");
  expect(reportError(bug, plain)).toEqual({
    text: "Unexpected error: x is undefined\nhint: run with --debug for the stack\n",
    exitCode: 1,
  });
  expect(reportError(bug, { ...plain, isDebug: true }).text).toContain("error-report.test.ts");
  expect(reportError("a thrown string", plain).text).toContain("Unexpected error: 'a thrown string'");
});

test("--debug shows the cause as well", () => {
  const caused = new UserError("m", { code: "C", cause: new Error("the deeper reason") });
  expect(reportError(caused, plain).text).not.toContain("deeper");
  expect(reportError(caused, { ...plain, isDebug: true }).text).toContain("the deeper reason");
  expect(reportError(caused, { ...plain, isDebug: true, isJson: true }).text).toContain("the deeper reason");
});

test("what the operating system refuses is no bug", () => {
  try {
    statSync("/nowhere/at/all");
  } catch (error) {
    expect(reportError(error, plain)).toEqual({
      text: "error: no such file or directory (stat /nowhere/at/all)\nhint: check the path\n",
      exitCode: 1,
    });
  }
  expect.assertions(1);
});

test("a message cannot steer the terminal; colour is ours alone", () => {
  const hostile = new UserError("bad line in \u001b[2Jfile\nsecond line", { code: "C" });
  expect(reportError(hostile, { ...plain, hasColor: true }).text).toBe(
    "\u001b[31merror:\u001b[39m bad line in \\x1b[2Jfile\nsecond line\n",
  );
});
