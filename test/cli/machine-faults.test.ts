import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { access, appendFile, chmod, mkdir, readdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { runCli, temporaryWarehouse } from "../helpers/cli.ts";
import { copyOfBuilt, plantWarehouse } from "./plant-warehouse.ts";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const nobody = "65534";
const event = '{"ts":"2026-01-05T13:30:00Z","machine_id":"S1","event_type":"count","good":1}\n';

/** Whether this process may become somebody who is not allowed everything, and who can still read the package. */
function canDropPrivileges(): boolean {
  try {
    execFileSync("env", [...asNobody, process.execPath, cli, "--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const asNobody = ["setpriv", "--reuid", nobody, "--regid", nobody, "--clear-groups"];

interface Ended {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

function execute(command: string, ...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(command, args, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }));
  });
}

async function oeeOfS1(warehouse: string): Promise<string> {
  const sql = "select oee from gold.oee_by_machine where machine_id = 'S1'";
  return (await runCli(["query", "--warehouse", warehouse, sql])).stdout;
}

test("a run that cannot finish writing, or is refused, leaves the figures as they were", async () => {
  const warehouse = await copyOfBuilt("line_by_its_constraint");
  await writeFile(join(warehouse, "landing", "late.ndjson"), event);

  // 8 blocks of 1024 bytes: too few for the manifest.
  const small = `ulimit -f 8 && exec "$0" "$@"`;
  const full = await execute(
    "bash",
    "-c",
    small,
    process.execPath,
    cli,
    "run",
    "--warehouse",
    warehouse,
    "--quiet",
  );
  expect(full).toMatchObject({ code: 1, stdout: "" });
  expect(full.stderr).toMatch(/^error: a file grew beyond what this system allows \(.*\)\nhint: /);
  expect(await oeeOfS1(warehouse)).toBe('{"oee":0.9}\n');

  const reference = join(warehouse, "reference");
  await appendFile(join(reference, "sites.csv"), "S2,Second,Europe/Nowhere\n");
  await appendFile(join(reference, "machines.csv"), "S9,L7,cnc,Machine S9,x,,\n");
  await appendFile(join(reference, "standards.csv"), "S1,P1,-3,2026-02-30,\n");
  const faulty = await runCli(["run", "--warehouse", warehouse]);
  expect(faulty).toMatchObject({ code: 2, stdout: "" });
  expect(faulty.stderr).toMatch(/^error: 5 faults in the reference files$/m);
  expect(faulty.stderr.match(/^reference\/\w+\.csv:\d+:\d+: /gm)).toHaveLength(5);
  expect(await oeeOfS1(warehouse)).toBe('{"oee":0.9}\n');
});

test("a live lock is exit code 4, and readers go on; a dead one is taken over", async () => {
  const warehouse = await plantWarehouse("zero_production");
  const lock = join(warehouse, ".indkpi", "lock");
  await mkdir(join(warehouse, ".indkpi"));
  const holder = { host: hostname(), startedAt: "2026-01-05T06:00:00.000Z" };
  await writeFile(lock, JSON.stringify({ pid: process.pid, ...holder }));
  for (const command of ["run", "clean"]) {
    expect(await runCli([command, "--warehouse", warehouse])).toMatchObject({
      code: 4,
      stdout: "",
      stderr: expect.stringContaining(
        `error: the warehouse is in use by process ${process.pid} on ${hostname()} since 2026-01-05T06:00:00.000Z\n`,
      ),
    });
  }
  expect((await runCli(["status", "--warehouse", warehouse, "--check"])).code).toBe(3);
  await writeFile(lock, JSON.stringify({ pid: 999_999_999, ...holder }));
  expect(await runCli(["bronze", "--warehouse", warehouse, "--quiet"])).toMatchObject({
    code: 0,
    stderr: "",
  });
  expect(await readdir(join(warehouse, ".indkpi"))).not.toContain("lock");
});

test("Ctrl+C ends a run with 130 and gives the lock back", async () => {
  const warehouse = await temporaryWarehouse();
  const child = spawn(process.execPath, [cli, "run", "--warehouse", warehouse, "--quiet"]);
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const interrupt = setInterval(() => {
    void access(join(warehouse, ".indkpi", "lock")).then(
      () => {
        // Once: the second time would end it at once.
        clearInterval(interrupt);
        if (!child.killed) child.kill("SIGINT");
      },
      () => {},
    );
  }, 50);
  child.once("exit", () => clearInterval(interrupt));
  const [code] = (await once(child, "close")) as unknown[];
  expect({ code, stderr }).toEqual({ code: 130, stderr: "error: interrupted\n" });
  expect(await readdir(join(warehouse, ".indkpi"))).not.toContain("lock");
});

test.skipIf(!canDropPrivileges())("who may not write can read, and who may not read is told", async () => {
  const warehouse = await copyOfBuilt("line_by_its_constraint");
  await chmod(warehouse, 0o755);
  const asReader = (...args: readonly string[]) =>
    execute("env", ...asNobody, process.execPath, cli, ...args, "--warehouse", warehouse);
  const query = await asReader("query", "select oee from gold.oee_by_machine where machine_id = 'S1'");
  expect(query).toEqual({ code: 0, stdout: '{"oee":0.9}\n', stderr: "" });
  const run = await asReader("run");
  expect(run).toMatchObject({ code: 1, stdout: "" });
  expect(run.stderr).toMatch(
    /^error: no permission \(open .*lock\.\d+\)\nhint: check who may read and write there/,
  );

  execFileSync("chown", ["-R", nobody, warehouse]);
  const secret = join(warehouse, "landing", "secret");
  await mkdir(secret);
  await chmod(secret, 0o700);
  await writeFile(join(warehouse, "landing", "late.ndjson"), event);
  await writeFile(join(warehouse, "landing", "mine.ndjson"), event, { mode: 0o600 });
  const partial = await asReader("bronze", "--no-progress");
  expect(partial.code).toBe(1);
  expect(partial.stderr).toContain("warning: landing/secret is left out: no permission to read it");
  expect(partial.stderr).toContain("warning: landing/mine.ndjson is left out: no permission to read it");
  expect(partial.stderr).toMatch(/^bronze\.telemetry: 1 rows? /m);
});
