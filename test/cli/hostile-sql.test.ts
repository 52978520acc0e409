import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, expect, test } from "vitest";

import { runCli } from "../helpers/cli.ts";
import { copyOfBuilt } from "./plant-warehouse.ts";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

let warehouse = "";
let outside = "";
beforeAll(async () => {
  outside = await mkdtemp(join(tmpdir(), "indkpi-outside-"));
});
afterAll(async () => {
  await rm(outside, { recursive: true, force: true });
});

/** The content of every file of a directory, as one hash. */
function contentOf(directory: string): string {
  const hash = createHash("sha256");
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries.toSorted((a, b) =>
    join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1,
  )) {
    // What readers of this very moment hold on to comes and goes.
    if (!entry.isFile() || entry.parentPath.endsWith("readers")) continue;
    const path = join(entry.parentPath, entry.name);
    hash.update(path).update(readFileSync(path));
  }
  return hash.digest("hex");
}

const query = (sql: string, ...more: readonly string[]) =>
  runCli(["query", "--warehouse", warehouse, "--format", "csv", ...more, sql]);

function shell(typed: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [cli, "shell", "--warehouse", warehouse, "--format", "ndjson"]);
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
  child.stdin.end(typed);
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, ...output })));
}

const onlySelect = /only one SELECT statement can be run/;
const notHere = /cannot be used here/;

/** `OUT` stands for a directory outside the warehouse, `LAKE` for the warehouse itself. */
const refused: readonly (readonly [sql: string, message: RegExp])[] = [
  ["copy (select 1) to 'OUT/x.csv'", onlySelect],
  ["copy (select 1) to 'LAKE/gold/fact_oee.parquet' (format parquet)", onlySelect],
  ["copy gold.fact_oee from 'OUT/x.csv'", onlySelect],
  ["export database 'OUT/x'", onlySelect],
  ["import database 'OUT/x'", onlySelect],
  ["attach 'OUT/x.duckdb' as x", onlySelect],
  ["detach memory", onlySelect],
  ["install httpfs", onlySelect],
  ["load httpfs", onlySelect],
  ["set threads = 1", onlySelect],
  ["reset memory_limit", onlySelect],
  ["set variable x = 1", onlySelect],
  ["pragma enable_profiling", onlySelect],
  ["pragma table_info('gold.fact_oee')", onlySelect],
  ["call enable_logging(storage = 'file', storage_config = {'path': 'OUT'})", onlySelect],
  ["create table t as select 1 as a", onlySelect],
  ["create or replace view gold.fact_oee as select 1 as a", onlySelect],
  ["create macro sum(x) as 0", onlySelect],
  ["create secret s (type s3)", onlySelect],
  ["insert into gold.fact_oee values (1)", onlySelect],
  ["update gold.fact_oee set running_ms = 0", onlySelect],
  ["delete from gold.fact_oee", onlySelect],
  ["drop view gold.fact_oee", onlySelect],
  ["truncate gold.fact_oee", onlySelect],
  ["begin transaction", onlySelect],
  ["checkpoint", onlySelect],
  ["vacuum", onlySelect],
  ["prepare p as select 1", onlySelect],
  ["use gold", onlySelect],
  ["select 1; select 2", onlySelect],
  ["select 1; copy (select 1) to 'OUT/x.csv'", onlySelect],
  ["explain analyze copy (select 1) to 'OUT/x.csv'", onlySelect],
  ["explain drop view gold.fact_oee", onlySelect],
  ["explain explain select 1", onlySelect],
  ["select * from 'OUT/../etc/passwd'", notHere],
  ["select * from '/etc/passwd'", notHere],
  ["select * from 'LAKE/.indkpi/manifest.json'", notHere],
  ["select * from '*.parquet'", notHere],
  ["select * from read_csv('/etc/passwd')", notHere],
  ["select * from read_text('/etc/passwd')", notHere],
  ["select * from read_blob('/etc/passwd')", notHere],
  ["select * from read_parquet('LAKE/gold/fact_oee.parquet')", notHere],
  ["select * from read_json_auto('LAKE/landing/events.ndjson')", notHere],
  ["select * from glob('/*')", notHere],
  ["select * from sniff_csv('/etc/passwd')", notHere],
  ["select * from parquet_metadata('LAKE/gold/fact_oee.parquet')", notHere],
  ["select * from query('select 1')", notHere],
  ["select * from query_table('duckdb_settings')", notHere],
  ["select * from json_execute_serialized_sql(json_serialize_sql('select 1'))", notHere],
  ["select * from enable_logging(storage = 'file', storage_config = {'path': 'OUT'})", notHere],
  ["select * from duckdb_settings()", notHere],
  ["select * from duckdb_secrets()", notHere],
  ["select * from force_checkpoint()", notHere],
  ["with a as (select * from read_csv('/etc/passwd')) select * from a", notHere],
  ["select (select count(*) from read_text('/etc/passwd'))", notHere],
  ["select * from range(3) as r(n), lateral (select * from glob('/*')) as g", notHere],
  ["select write_log('x')", notHere],
  ["with x as (insert into gold.fact_oee values (1)) select 1", onlySelect],
  ["select * from gold.nothing()", /there is no function gold\.nothing\(\)/],
  ["select * from gold.fact_oe", /there is no relation gold\.fact_oe/],
  ["select * from fact_oee", /there is no relation fact_oee/],
  ["select $a", /no value is given for \$a/],
];

test("what is not a question about the warehouse is refused, and changes and leaves nothing", async () => {
  warehouse = await copyOfBuilt("line_by_its_constraint");
  const before = contentOf(warehouse);
  // One shell for all of them, which takes stacked statements apart; query refuses those, below.
  const typable = refused.filter(([sql]) => sql !== "select 1; select 2");
  const statements = typable.map(([text]) => text.replaceAll("OUT", outside).replaceAll("LAKE", warehouse));
  const typed = statements.map((sql) => `${sql};\nselect 'next' as said;\n`).join("");
  const { code, stdout, stderr } = await shell(typed);
  expect(code).toBe(1);
  const errors = stderr.split(/^(?=error: )/m);
  expect(errors).toHaveLength(typable.length);
  for (const [index, [sql, message]] of typable.entries()) expect.soft(errors[index], sql).toMatch(message);
  for (const error of errors) {
    expect.soft(error).toMatch(/^error: [^]*\nhint: .*\n$/);
    expect.soft(error).not.toMatch(/root:|\n {4}at /);
  }
  expect(stdout.match(/"said":"next"/g)).toHaveLength(typable.length);
  expect(contentOf(warehouse)).toBe(before);
  expect(readdirSync(outside)).toEqual([]);
});

test.each(refused.filter(([sql], index) => sql.includes(";") || index % 12 === 0))(
  "query refuses %s",
  async (text, message) => {
    warehouse = await copyOfBuilt("line_by_its_constraint");
    const before = contentOf(warehouse);
    const { code, stdout, stderr } = await query(
      text.replaceAll("OUT", outside).replaceAll("LAKE", warehouse),
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(message);
    expect(contentOf(warehouse)).toBe(before);
    expect(readdirSync(outside)).toEqual([]);
  },
);

test("what is one is answered, in whatever form DuckDB has for it", async () => {
  warehouse = await copyOfBuilt("line_by_its_constraint");
  const answers: readonly (readonly [sql: string, answer: string])[] = [
    ["select machine_id from gold.dim_machine order by 1;", "machine_id\nS1\nS2\n"],
    ["from gold.dim_machine select count(*) as n -- how many", "n\n2\n"],
    ["/* all */ select 1 as n", "n\n1\n"],
    [
      "with recursive r as (select 1 as n union all select n + 1 from r where n < 3) select max(n) as n from r",
      "n\n3\n",
    ],
    ["select n from range(2) as r(n)", "n\n0\n1\n"],
    ["values (1)", "col0\n1\n"],
    ["select count(*) as n from (describe gold.dim_product)", "n\n2\n"],
    ["select count(*) > 50 as n from duckdb_views() where schema_name = 'gold'", "n\ntrue\n"],
    ["select 'copy; drop' as \"set\"", "set\ncopy; drop\n"],
    [
      "select sum(oee_change) as n from gold.oee_bridge(date '2026-01-05', date '2026-01-05', date '2026-01-05', date '2026-01-05')",
      "n\n0\n",
    ],
  ];
  for (const [sql, answer] of answers) {
    expect.soft({ sql, ...(await query(sql)) }).toEqual({ sql, code: 0, stdout: answer, stderr: "" });
  }
  const plan = await runCli([
    "query",
    "--warehouse",
    warehouse,
    "--format",
    "table",
    "-- how\nexplain select * from gold.fact_oee",
  ]);
  expect(plan).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining("PARQUET") });
  const analysed = await query("explain analyze select count(*) from gold.fact_oee");
  expect(analysed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^explain_key,explain_value\n/) });
});

test("parameters are values and never SQL", async () => {
  warehouse = await copyOfBuilt("line_by_its_constraint");
  const hostile = `S1' or '1'='1"; drop view gold.fact_oee; -- \n=cmd`;
  const sql = "select $name as name, count(*) as n from gold.dim_machine where machine_id = $name";
  const args = ["query", "--warehouse", warehouse, "--format", "json", "--param", `name=${hostile}`];
  const { code, stdout } = await runCli([...args, sql]);
  expect({ code, rows: JSON.parse(stdout) as unknown }).toEqual({ code: 0, rows: [{ name: hostile, n: 0 }] });
});

test.each([
  ["a long text", "select length(repeat('x', 2000000000))"],
  ["a long list", "select len(range(2000000000))"],
  ["many long texts", "select max(length(repeat('x', 50000000 + n))) from range(200) as r(n)"],
  ["an aggregate of texts", "select length(string_agg(repeat('x', 1000000), '')) from range(100000)"],
])("%s ends the statement and not the machine", async (_, sql) => {
  warehouse = await copyOfBuilt("line_by_its_constraint");
  const { stderr, peakMb, code } = await withPeak(sql, "--memory-limit", "200MB", "--timeout", "30");
  expect(stderr).toMatch(/^error: the statement (?:took .* and was killed|needs more memory|ran longer)/);
  expect(code).toBe(1);
  // 200 MB, 512 MB beside it, and what can be taken in the 20 ms between two looks.
  expect(peakMb).toBeLessThan(1300);
  expect(readdirSync(join(warehouse, ".indkpi"))).not.toContain("spill");
});

test.each([
  ["comments before a statement", `${"/**/".repeat(1000)}select 1 as a`, "a\n1\n"],
  ["blanks in a statement", `select 1${" ".repeat(90_000)}as a`, "a\n1\n"],
])("%s take no time", async (_, sql, answer) => {
  warehouse = await copyOfBuilt("line_by_its_constraint");
  expect(await query(sql, "--timeout", "10")).toEqual({ code: 0, stdout: answer, stderr: "" });
});

test("a message that repeats a long value is cut", async () => {
  warehouse = await copyOfBuilt("line_by_its_constraint");
  const { code, stderr } = await query("select error(repeat('x', 20000000))", "--timeout", "30");
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: .*xxx \.\.\.\n/);
  expect(stderr.length).toBeLessThan(10_000);
});

test("what is too deep for the parser is told as that", async () => {
  warehouse = await copyOfBuilt("line_by_its_constraint");
  const { code, stderr } = await query(`select ${"not ".repeat(5000)}true`);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: .*(?:depth|nest|recursi)/i);
});

test("a plan shows what a terminal would obey", async () => {
  warehouse = await copyOfBuilt("line_by_its_constraint");
  const sql = "explain select * from gold.dim_machine where concat(machine_id, 'x') != '\u001b[2J'";
  const { code, stdout } = await runCli(["query", "--warehouse", warehouse, "--format", "table", sql]);
  expect(code).toBe(0);
  expect(stdout).toContain(String.raw`\x1b[2J`);
  expect(stdout).not.toContain("\u001b");
});

test("endless recursion and endless results are stopped in time", async () => {
  warehouse = await copyOfBuilt("line_by_its_constraint");
  for (const sql of [
    "with recursive r as (select 1 as n union all select n + 1 from r) select max(n) from r",
    "select count(*) from range(1000000000000000)",
    "select md5(cast(n as varchar)) from range(1000000000000) as r(n)",
  ]) {
    const startedAt = performance.now();
    const { code, stderr } = await query(sql, "--timeout", "1", "--memory-limit", "300MB");
    expect({ sql, code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^error: the statement (?:ran longer than 1\.0 s and was stopped|needs more memory|took)/,
      ),
    });
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  }
  expect(readdirSync(join(warehouse, ".indkpi"))).not.toContain("spill");
});

test("the process of a statement ends with the command, even when that is killed", async () => {
  warehouse = await copyOfBuilt("line_by_its_constraint");
  const child = spawn(process.execPath, [
    cli,
    "query",
    "--warehouse",
    warehouse,
    "select count(*) from range(1000000000000000)",
  ]);
  const spill = join(warehouse, ".indkpi", "spill");
  await expect.poll(() => existsSync(spill) && readdirSync(spill), { timeout: 20_000 }).toHaveLength(1);
  const worker = Number(readdirSync(spill)[0]?.split("-")[0]);
  expect(existsSync(`/proc/${worker}`)).toBe(true);
  child.kill("SIGKILL");
  await expect.poll(() => existsSync(`/proc/${worker}/exe`), { timeout: 20_000 }).toBe(false);
  await expect.poll(() => existsSync(spill), { timeout: 20_000 }).toBe(false);
});

test("whoever stops reading ends the query quietly", async () => {
  warehouse = await copyOfBuilt("line_by_its_constraint");
  const sql = "select n from range(100000000) as r(n)";
  const pipe = `"$0" "$@" | head -n 2; echo "\${PIPESTATUS[0]}"`;
  const args = [process.execPath, cli, "query", "--warehouse", warehouse, "--format", "csv", sql];
  const child = spawn("bash", ["-c", pipe, ...args]);
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
  await new Promise((resolve) => child.once("close", resolve));
  expect(output).toEqual({ stdout: "n\n0\n0\n", stderr: "" });
});

/** Runs a query and watches the memory of its processes. */
async function withPeak(sql: string, ...more: readonly string[]) {
  const child = spawn(process.execPath, [cli, "query", "--warehouse", warehouse, ...more, sql]);
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  let peakKb = 0;
  const watch = setInterval(() => {
    for (const pid of [child.pid, ...childrenOf(child.pid)]) peakKb = Math.max(peakKb, residentKb(pid));
  }, 10);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearInterval(watch);
  return { code, stderr, peakMb: peakKb / 1024 };
}

function childrenOf(pid: number | undefined): readonly number[] {
  const path = `/proc/${pid}/task/${pid}/children`;
  return existsSync(path) ? readFileSync(path, "utf8").trim().split(" ").filter(Boolean).map(Number) : [];
}

function residentKb(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
