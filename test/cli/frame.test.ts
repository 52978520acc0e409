import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, open, readdir, writeFile } from "node:fs/promises";
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
  expect(`\n${stdout}`).toMatchInlineSnapshot(`
    "
    indkpi build [relations..]

    Bring single relations up to date, prerequisites first; all of them by default

    Positionals:
      relations  As in gold.fact_oee, or a layer: silver                                     [array] [default: []]

    Options:
      --plan          Print what would be built and why; build nothing                  [boolean] [default: false]
      --full-refresh  Build them from Bronze anew, stale or not; the result is the same bytes
                                                                                        [boolean] [default: false]
      --wait          Seconds to wait for another writer to end                              [number] [default: 0]
      --memory-limit  Most memory that DuckDB takes before it spills to disk, as in 1GB
                                                                  [string] [default: four fifths of the machine's]

    Global options:
      --warehouse    Directory of the data (also by INDKPI_WAREHOUSE)              [string] [default: ./warehouse]
      --json         Results as JSON on stdout, errors as JSON on stderr                                 [boolean]
      --quiet        No notes and no progress on stderr                                                  [boolean]
      --debug        Errors with their stack                                                             [boolean]
      --no-progress  No progress on stderr                                                               [boolean]
      --help         Show help                                                                           [boolean]
      --version      Show version number                                                                 [boolean]

    Examples:
      indkpi build                build whatever is stale
      indkpi build gold.fact_oee  build one relation and what it is made of
      indkpi build --plan         see what is stale, and why
    "
  `);
});

test("a wrong word is named, with the word that was meant", async () => {
  expect(await refusal()).toMatchInlineSnapshot(`
    "
    error: no command given
    hint: see indkpi --help
    "
  `);
  expect(await refusal("sliver")).toMatchInlineSnapshot(`
    "
    error: unknown command sliver, did you mean silver?
    hint: see indkpi --help
    "
  `);
  expect(await refusal("frobnicate", "--fast")).toMatchInlineSnapshot(`
    "
    error: unknown command frobnicate
    hint: see indkpi --help
    "
  `);
  expect(await refusal("gold", "--warehose", "x")).toMatchInlineSnapshot(`
    "
    error: unknown option --warehose, did you mean --warehouse?
    hint: see indkpi gold --help
    "
  `);
  expect(await refusal("--warehose")).toMatchInlineSnapshot(`
    "
    error: unknown option --warehose, did you mean --warehouse?
    hint: see indkpi --help
    "
  `);
  expect(await refusal("simulate", "--machines-per-lne=4")).toMatchInlineSnapshot(`
    "
    error: unknown option --machines-per-lne, did you mean --machines-per-line?
    hint: see indkpi simulate --help
    "
  `);
  expect(await refusal("clean", "everything")).toMatchInlineSnapshot(`
    "
    error: unexpected argument everything
    hint: see indkpi clean --help
    "
  `);
});

test("a missing or impossible value is named, with what would do", async () => {
  expect(await refusal("query")).toMatchInlineSnapshot(`
    "
    error: query needs a statement
    hint: as in indkpi query "select * from gold.oee_by_day"
    "
  `);
  expect(await refusal("query", "select", "1")).toMatchInlineSnapshot(`
    "
    error: unexpected argument 1
    hint: put the whole statement in quotes
    "
  `);
  expect(await refusal("query", "select 1", "--file", "a.sql")).toMatchInlineSnapshot(`
    "
    error: both a statement and --file are given
    hint: give one of the two
    "
  `);
  expect(await refusal("query", "select 1", "--format", "xml")).toMatchInlineSnapshot(`
    "
    error: --format cannot be "xml"
    hint: choose from table, csv, json, ndjson, arrays, markdown
    "
  `);
  expect(await refusal("query", "select 1", "--limit", "many")).toMatchInlineSnapshot(`
    "
    error: --limit takes a whole number of at least 0
    hint: as in --limit 1
    "
  `);
  expect(await refusal("gold", "--warehouse")).toMatchInlineSnapshot(`
    "
    error: --warehouse needs a value
    hint: see indkpi gold --help
    "
  `);
  expect(await refusal("simulate", "--days", "0")).toMatchInlineSnapshot(`
    "
    error: --days takes a whole number from 1 to 3660
    hint: as in --days 1
    "
  `);
  expect(await refusal("simulate", "--start", "2026-02-30")).toMatchInlineSnapshot(`
    "
    error: --start takes a date, not "2026-02-30"
    hint: as in --start 2026-01-05
    "
  `);
  expect(await refusal("export", "--from", "2026-02-01", "--to", "2026-01-01")).toMatchInlineSnapshot(`
    "
    error: --from 2026-02-01 is after --to 2026-01-01
    hint: exchange them
    "
  `);
});

test("of an option given twice the last counts", async () => {
  const twice = ["--format", "json", "--format", "csv", "--quiet", "--quiet"];
  const warehouse = await temporaryWarehouse();
  expect(await runCli(["query", "select 1 as a", ...twice, "--warehouse", warehouse])).toEqual({
    code: 0,
    stdout: "a\n1\n",
    stderr: "",
  });
  expect(await refusal("simulate", "--days", "1", "--days", "0")).toContain("--days takes a whole number");
});

test("a warehouse that is a file is refused", async () => {
  const directory = await temporaryWarehouse();
  const file = join(directory, "file");
  await writeFile(file, "");
  expect((await refusal("status", "--warehouse", file)).replace(directory, "<directory>"))
    .toMatchInlineSnapshot(`
    "
    error: the warehouse <directory>/file is not a directory
    hint: give a directory with --warehouse
    "
  `);
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

test("a full disk under stdout is an error, not a stack", async () => {
  const full = await open("/dev/full", "w");
  const child = spawn(process.execPath, [cli, "--help"], { stdio: ["ignore", full.fd, "pipe"] });
  let stderr = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code] = (await once(child, "close")) as unknown[];
  await full.close();
  expect({ code, stderr }).toMatchInlineSnapshot(`
    {
      "code": 1,
      "stderr": "error: the disk is full (write)
    hint: free some space, then run the command again: what was published before is untouched
    ",
    }
  `);
});

test("init writes templates once and replaces them only when forced", async () => {
  const warehouse = await temporaryWarehouse();
  const init = (...args: readonly string[]) => runCli(["init", "--warehouse", warehouse, ...args]);
  const first = await init();
  expect(first.code).toBe(0);
  expect(first.stderr.replaceAll(warehouse, "<warehouse>")).toMatchInlineSnapshot(`
    "12 files written to <warehouse>/reference
    edit them, put telemetry into <warehouse>/landing, then: indkpi run --warehouse <warehouse>
    "
  `);
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
  expect(forced.stderr).toContain("landing also holds 1 other file, kept");
});

test("Ctrl+C ends a simulation with 130 and leaves nothing behind", async () => {
  const warehouse = await temporaryWarehouse();
  const child = spawn(process.execPath, [cli, "simulate", "--days", "3000", "--warehouse", warehouse]);
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const closed = once(child, "close");
  const begun = () => readdir(join(warehouse, ".indkpi")).catch(() => []);
  await expect.poll(begun, { timeout: 20_000 }).toHaveLength(1);
  child.kill("SIGINT");
  const [code] = (await closed) as unknown[];
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
