import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { runCli, temporaryWarehouse } from "../helpers/cli.ts";
import { builtPlant, installedCopy } from "./plant-warehouse.ts";

test("check tells what each check found; one of severity error makes the exit code 1", async () => {
  const warehouse = await builtPlant("line_by_its_constraint");
  const sound = await runCli(["check", "--warehouse", warehouse, "--json"]);
  expect(sound.code).toBe(0);
  // The plant tells no rejects at all, which one check warns of.
  expect(sound.stderr).toMatch(/^\d+ checks: \d+ passed, 1 warned\n$/);
  expect(JSON.parse(sound.stdout)).toContainEqual({
    check: "ledger_balances",
    severity: "error",
    status: "passed",
    failing_rows: 0,
    description: expect.stringContaining("bucket"),
    examples: [],
  });

  const { root, cli } = await installedCopy();
  await writeFile(
    join(root, "sql", "checks", "all_is_well.sql"),
    "-- Every machine is above 60 %.\n--! severity: error\nselect machine_id, oee from gold.oee_by_machine where oee < 0.6\n",
  );
  await writeFile(
    join(root, "sql", "checks", "a_hunch.sql"),
    "-- Nothing is starved.\n--! severity: warn\nselect machine_id from gold.oee_by_machine where starved_s > 0\n",
  );
  const check = (...args: readonly string[]) =>
    new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
      execFile(
        process.execPath,
        [cli, "check", "--warehouse", warehouse, ...args],
        (error, stdout, stderr) => {
          resolve({ code: error?.code ?? 0, stdout, stderr });
        },
      );
    });
  const { code, stdout, stderr } = await check("--format", "table");
  expect(code).toBe(1);
  expect(stdout).toMatch(/│ all_is_well +│ error +│ failed +│ +1 │/);
  expect(stdout).toMatch(/│ a_hunch +│ warn +│ warned +│ +1 │/);
  expect(stdout).toContain(
    'all_is_well failed: Every machine is above 60 %. (sql/checks/all_is_well.sql)\n  {"machine_id":"S2","oee":0.5333333333333333}\n',
  );
  expect(stderr).toMatch(/^\d+ checks: \d+ passed, 2 warned, 1 failed\n$/);
});

test("where nothing is built there is nothing to check", async () => {
  const warehouse = await temporaryWarehouse();
  expect(await runCli(["check", "--warehouse", warehouse])).toEqual({
    code: 1,
    stdout: "",
    stderr: "error: there is nothing to check: nothing is built yet\nhint: run: indkpi run\n",
  });
});
