import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { describe, expect, onTestFinished, test } from "vitest";

import { temporaryWarehouse } from "../helpers/cli.ts";
import { copyOfBuilt } from "./plant-warehouse.ts";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

interface Session {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Types into a shell whose input is a pipe. */
function piped(warehouse: string, typed: string, ...args: readonly string[]): Promise<Session> {
  const child = spawn(process.execPath, [cli, "shell", "--warehouse", warehouse, ...args]);
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
  child.stdin.end(typed);
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, ...output })));
}

test("a piped shell runs statements and commands in turn, goes on after an error and ends with 1", async () => {
  const warehouse = await copyOfBuilt("line_by_its_constraint");
  const { code, stdout, stderr } = await piped(
    warehouse,
    [
      "select machine_id, oee",
      "from gold.oee_by_machine -- all of them;",
      "order by 1; select 2 as b;",
      ".format csv",
      ".schema gold.dim_product",
      ".tables by_machine_w",
      ".format",
      ".format xml",
      ".wrong",
      "select nope from gold.dim_product;",
      ".refresh",
      "select 3 as c",
    ].join("\n"),
    "--format",
    "ndjson",
  );
  expect(stdout).toBe(
    [
      '{"machine_id":"S1","oee":0.9}',
      '{"machine_id":"S2","oee":0.5333333333333333}',
      '{"b":2}',
      "column,type\nproduct_id,VARCHAR\nname,VARCHAR",
      "gold.oee_by_machine_week",
      "csv",
      "c\n3\n",
    ].join("\n"),
  );
  expect(code).toBe(1);
  expect(stderr.split("\n").filter((line) => line.startsWith("error: "))).toEqual([
    "error: .format cannot be xml",
    "error: there is no command .wrong",
    expect.stringMatching(/^error: statement:1:8: Binder Error: .*nope/),
  ]);
});

test("a statement that is stopped does not end the shell, nor does one that is killed", async () => {
  const warehouse = await copyOfBuilt("line_by_its_constraint");
  const typed = [
    "select count(*) from range(1000000000000000);",
    "select 1 as a;",
    "select length(repeat('x', 2000000000));",
    "select 2 as b;",
    ".quit",
    "select 3 as c;",
  ];
  const limits = ["--timeout", "3", "--memory-limit", "300MB", "--format", "csv"];
  const { code, stdout, stderr } = await piped(warehouse, `${typed.join("\n")}\n`, ...limits);
  expect(stdout).toBe("a\n1\nb\n2\n");
  expect(stderr.match(/^error: the statement /gm)).toHaveLength(2);
  expect(code).toBe(0);
});

const script = "/usr/bin/script";

interface Terminal {
  readonly press: (keys: string) => Promise<void>;
  readonly shows: (text: RegExp) => Promise<void>;
  readonly ended: Promise<unknown>;
}

/** A shell on a terminal of its own, with `state` for its history. */
function onTerminal(warehouse: string, state: string): Terminal {
  const line = `${process.execPath} ${cli} shell --warehouse ${warehouse}`;
  const child = spawn(script, ["-qec", line, "/dev/null"], {
    env: { ...process.env, XDG_STATE_HOME: state, NO_COLOR: "1", TERM: "xterm" },
  });
  onTestFinished(() => void child.kill());
  let screen = "";
  child.stdout.on("data", (chunk: Buffer) => (screen += chunk.toString()));
  return {
    press: async (keys) => {
      // One at a time: what comes in one piece is taken for pasted.
      for (const key of keys) {
        child.stdin.write(key);
        await pause(30);
      }
    },
    shows: (text) => expect.poll(() => screen, { timeout: 60_000 }).toMatch(text),
    ended: new Promise((resolve) => child.once("close", resolve)),
  };
}

describe.runIf(existsSync(script))("on a terminal", () => {
  test("Ctrl+D while a statement runs ends the shell when it has answered", async () => {
    const warehouse = await copyOfBuilt("line_by_its_constraint");
    const { press, shows, ended } = onTerminal(warehouse, await temporaryWarehouse());
    await shows(/indkpi> /);
    await press("select count(*) as n from range(3000000000);\r\u0004");
    await shows(/│ +3000000000 │/);
    expect(await ended).toBe(0);
  });

  test("Tab completes, Ctrl+C stops a statement and not the shell, and the history stays", async () => {
    const warehouse = await copyOfBuilt("line_by_its_constraint");
    const state = join(await temporaryWarehouse(), "state");
    await mkdir(state);
    const { press, shows, ended } = onTerminal(warehouse, state);
    await shows(/indkpi> /);
    await press(".schema gold.dim_prod\t");
    await shows(/gold\.dim_product/);
    await press("\r");
    await shows(/│ product_id │ VARCHAR │/);
    await press("select count(*) from range(1000000000000000);\r");
    await pause(3000);
    await press("\u0003");
    await shows(/error: interrupted/);
    await press("nonsense\u0003select 40 + 2 as answer;\r");
    await shows(/│ +42 │/);
    await press("\u0004");
    expect(await ended).toBe(0);
    expect(readFileSync(join(state, "indkpi", "history"), "utf8")).toBe(
      ".schema gold.dim_product\nselect count(*) from range(1000000000000000);\nselect 40 + 2 as answer;\n",
    );
  });
});
