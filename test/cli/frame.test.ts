import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { allCommands } from "../../src/commands/all-commands.ts";
import { globalOptions } from "../../src/commands/global-options.ts";
import { packageVersion } from "../../src/lib/version.ts";
import { runCli, temporaryWarehouse } from "../helpers/cli.ts";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

/** What a wrong command line says; it must say it on stderr and with exit code 2. */
async function refusal(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  return `\n${stderr}`;
}

test("--version prints the version", async () => {
  expect(await runCli(["--version"])).toEqual({ code: 0, stdout: `${packageVersion()}\n`, stderr: "" });
});

test("--help lists every command and the exit codes", async () => {
  const { code, stdout, stderr } = await runCli(["--help"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  for (const { usage, describe } of allCommands) {
    expect(stdout).toContain(`indkpi ${usage} `);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(describe);
  }
  expect(stdout).toContain("Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 stale, 4 locked");
});

test.each(allCommands)("$name --help lists its options, the global ones and an example", async (command) => {
  const { code, stdout } = await runCli([command.name, "--help"]);
  expect(code).toBe(0);
  for (const name of [...command.optionNames, ...Object.keys(globalOptions), "help", "version"]) {
    expect(stdout).toMatch(new RegExp(`^  --${name} `, "m"));
  }
  expect(stdout).toMatch(new RegExp(`^Examples:\n  indkpi ${command.name}`, "m"));
});

test("help <command> is <command> --help", async () => {
  expect(await runCli(["help", "build"])).toEqual(await runCli(["build", "--help"]));
});

test("build --help", async () => {
  const { stdout } = await runCli(["build", "--help"]);
  expect(`\n${stdout}`).toMatchInlineSnapshot();
});

test("a wrong word is named, with the word that was meant", async () => {
  expect(await refusal()).toMatchInlineSnapshot();
  expect(await refusal("sliver")).toMatchInlineSnapshot();
  expect(await refusal("frobnicate", "--fast")).toMatchInlineSnapshot();
  expect(await refusal("gold", "--warehose", "x")).toMatchInlineSnapshot();
  expect(await refusal("--warehose")).toMatchInlineSnapshot();
  expect(await refusal("simulate", "--machines-per-lne=4")).toMatchInlineSnapshot();
  expect(await refusal("clean", "everything")).toMatchInlineSnapshot();
});

test("a missing or impossible value is named, with what would do", async () => {
  expect(await refusal("query")).toMatchInlineSnapshot();
  expect(await refusal("query", "select", "1")).toMatchInlineSnapshot();
  expect(await refusal("query", "select 1", "--file", "a.sql")).toMatchInlineSnapshot();
  expect(await refusal("query", "select 1", "--format", "xml")).toMatchInlineSnapshot();
  expect(await refusal("query", "select 1", "--limit", "many")).toMatchInlineSnapshot();
  expect(await refusal("gold", "--warehouse")).toMatchInlineSnapshot();
  expect(await refusal("simulate", "--days", "0")).toMatchInlineSnapshot();
  expect(await refusal("simulate", "--start", "2026-02-30")).toMatchInlineSnapshot();
  expect(await refusal("export", "--from", "2026-02-01", "--to", "2026-01-01")).toMatchInlineSnapshot();
});

test("a warehouse that is a file is refused", async () => {
  const directory = await temporaryWarehouse();
  const file = join(directory, "file");
  await writeFile(file, "");
  expect(
    (await refusal("status", "--warehouse", file)).replace(directory, "<directory>"),
  ).toMatchInlineSnapshot();
});

test("with --json an error is one object", async () => {
  const { code, stdout, stderr } = await runCli(["gold", "--josn", "--json"]);
  expect({ code, stdout, error: JSON.parse(stderr) as unknown }).toEqual({
    code: 2,
    stdout: "",
    error: {
      error: "unknown option --josn, did you mean --json?",
      code: "USAGE",
      hint: "see indkpi gold --help",
    },
  });
});

test("the stack is shown under --debug alone", async () => {
  expect(await refusal("query")).not.toContain("    at ");
  expect(await refusal("query", "--debug")).toContain("    at ");
});

test("the locale of the user changes no message", async () => {
  const german = { env: { LC_ALL: "de_DE.UTF-8", LANG: "de_DE.UTF-8" } };
  expect(await runCli(["gold", "--help"], german)).toEqual(await runCli(["gold", "--help"]));
});

test.each([["--help"], ["query --help"], ["sliver"], ["query"]])("%j loads no DuckDB", async (line) => {
  expect(await nativeLibraries([cli, ...line.split(" ")])).toEqual([]);
});

test("and the test of that would notice it", async () => {
  const script = 'import "@duckdb/node-api"';
  expect(await nativeLibraries(["--input-type=module", "--eval", script])).not.toEqual([]);
});

test("closed pipes end a command quietly", async () => {
  const child = spawn(process.execPath, [cli, "--help"], { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code] = (await once(child, "close")) as unknown[];
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

test("init writes templates once and replaces them only when forced", async () => {
  const warehouse = await temporaryWarehouse();
  const init = (...args: readonly string[]) => runCli(["init", "--warehouse", warehouse, ...args]);
  const first = await init();
  expect(first.code).toBe(0);
  expect(first.stderr.replaceAll(warehouse, "<warehouse>")).toMatchInlineSnapshot();
  expect((await init()).stderr).toContain("nothing to write");
  await appendFile(join(warehouse, "reference", "sites.csv"), "S2,Second,Europe/Paris\n");
  expect(await init()).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^error: .*reference\/sites\.csv would change; nothing is written\nhint: .*\n$/,
    ),
  });
  expect(await init("--force", "--quiet")).toEqual({ code: 0, stdout: "", stderr: "" });
});

test("simulate writes a plant and telemetry, the same again changes nothing, another seed needs --force", async () => {
  const warehouse = await temporaryWarehouse();
  const simulate = (...args: readonly string[]) =>
    runCli(["simulate", "--warehouse", warehouse, "--days", "1", ...args]);
  const first = await simulate();
  expect(first).toMatchObject({ code: 0, stdout: "" });
  expect(await readdir(join(warehouse, "reference"))).toContain("machines.csv");
  expect((await readdir(join(warehouse, "landing"))).every((name) => name.endsWith(".ndjson"))).toBe(true);
  expect(await readdir(join(warehouse, ".indkpi"))).toEqual([]);
  expect((await simulate()).stderr).toContain("nothing to write");
  expect(await simulate("--seed", "7")).toMatchObject({ code: 1, stdout: "" });
  await writeFile(join(warehouse, "landing", "mine.ndjson"), "");
  const forced = await simulate("--seed", "7", "--force");
  expect(forced.code).toBe(0);
  expect(forced.stderr).toContain("landing also holds 1 other files, which stay");
});

test("Ctrl+C ends a simulation with 130 and leaves nothing behind", async () => {
  const warehouse = await temporaryWarehouse();
  const child = spawn(process.execPath, [cli, "simulate", "--days", "3000", "--warehouse", warehouse]);
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const interrupt = setInterval(() => {
    void readdir(join(warehouse, ".indkpi")).then(
      (names) => names.length > 0 && child.kill("SIGINT"),
      () => {},
    );
  }, 300);
  const [code] = (await once(child, "close")) as unknown[];
  clearInterval(interrupt);
  expect({ code, stderr }).toEqual({ code: 130, stderr: "error: interrupted\n" });
  expect(await readdir(warehouse)).toEqual([".indkpi"]);
  expect(await readdir(join(warehouse, ".indkpi"))).toEqual([]);
});

/** The native libraries of DuckDB that a process has loaded when it ends. */
async function nativeLibraries(args: readonly string[]): Promise<readonly string[]> {
  const hook = `process.on("exit", () => process.send(process.report.getReport().sharedObjects))`;
  const child = spawn(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(hook)}`, ...args],
    {
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    },
  );
  const [libraries] = (await once(child, "message")) as unknown[];
  await once(child, "close");
  return Array.isArray(libraries) ? libraries.map(String).filter((path) => path.includes("duckdb")) : [];
}
