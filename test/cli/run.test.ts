import { readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";
import { z } from "zod";

import { runCli, temporaryWarehouse } from "../helpers/cli.ts";
import { builtFiles } from "../helpers/plant.ts";
import { plantWarehouse } from "./plant-warehouse.ts";

const scope = z.looseObject({ machine_id: z.string().nullable(), oee: z.number().nullable() });
const summary = z.object({
  machines: z.array(scope),
  lines: z.array(scope),
  overall: scope.nullable(),
});

test("run builds, checks and sums up for people", async () => {
  const warehouse = await plantWarehouse("line_by_its_constraint");
  const { code, stdout, stderr } = await runCli(["run", "--warehouse", warehouse, "--format", "table"]);
  expect(code).toBe(0);
  // S1: 432 of 480 possible pieces. S2: 384 good x 40 s of 8 h. Line: 384 good x 60 s of 8 h. Sum: 41,280 of 57,600 s.
  expect(`\n${stdout}`).toMatchInlineSnapshot(`
    "
    S1, 2026-01-05: OEE 71.7 %
    availability 75.0 %, performance 100.0 %, quality 95.6 %; data coverage 100.0 %

    Line L1: OEE 80.0 % by its constraint S1, 71.7 % as the sum over its machines
                OEE              avail.    perf.  quality  worst loss       coverage  planned
    S1       90.0 %  █████████░  90.0 %  100.0 %  100.0 %  breakdown 0.8 h   100.0 %    8.0 h
    S2       53.3 %  █████░░░░░  60.0 %  100.0 %   88.9 %  starved 3.2 h     100.0 %    8.0 h
    = line   80.0 %  ████████░░  90.0 %  100.0 %   88.9 %  breakdown 0.8 h   100.0 %    8.0 h

            good / total  failures        MTBF  MTTR
    S1         432 / 432         1  7 h 12 min     -
    S2         384 / 432         0           -     -
    = line     384 / 432         1  7 h 12 min     -
    "
  `);
  expect(stderr).toMatch(/^bronze: .* s$/m);
  expect(stderr).toMatch(/^silver and gold: .* s$/m);
  expect(stderr).toMatch(/^built \d+ tables; \d+ checks, 1 with a warning$/m);

  const again = await runCli(["run", "--warehouse", warehouse, "--json"]);
  expect(again.stderr).toContain("everything is up to date");
  const { machines, lines, overall } = summary.parse(JSON.parse(again.stdout));
  expect(machines).toMatchObject([
    { machine_id: "S1", oee: 0.9, worst_loss: "breakdown", worst_loss_s: 2880, mtbf_s: 25920, mttr_s: null },
    { machine_id: "S2", availability: 0.6, worst_loss: "starved", worst_loss_s: 11520 },
  ]);
  expect(lines).toMatchObject([{ line_id: "L1", constraint_machine_id: "S1", oee: 0.8, good_qty: 384 }]);
  expect(overall).toMatchObject({ oee: 41280 / 57600, coverage: 1, first_date: "2026-01-05" });

  const piped = await runCli(["run", "--warehouse", warehouse, "--quiet"]);
  expect(piped.stderr).toBe("");
  const rows = piped.stdout.trimEnd().split("\n");
  expect(rows.map((row) => z.looseObject({ scope: z.string() }).parse(JSON.parse(row)).scope)).toEqual([
    "machine",
    "machine",
    "line",
    "overall",
  ]);
});

test("missing data widens OEE to a span, and what is unknown is a dash", async () => {
  const silent = await plantWarehouse("silence_is_no_data");
  const first = await runCli(["run", "--warehouse", silent, "--format", "table", "--quiet"]);
  // 10,800 s worth of pieces in 18.5 h that are known and 24 h that were planned.
  expect(first.stdout).toContain("data coverage 77.1 %, so OEE lies between 12.5 % and 35.4 %");
  const bare = await plantWarehouse("no_reference_data");
  const second = await runCli(["run", "--warehouse", bare, "--format", "table"]);
  expect(second.stdout).toContain("Machines without a line");
  expect(second.stdout).toMatch(/^M1 +- {2,}100\.0 % {6}- /m);
  expect(second.stderr).toContain("warning: pieces_without_standard: 1 row: ");
});

test("an empty warehouse is given a simulated plant, the one of simulate", async () => {
  const warehouse = await temporaryWarehouse();
  const { code, stdout, stderr } = await runCli(["run", "--warehouse", warehouse, "--json"]);
  expect(code).toBe(0);
  expect(stderr).toContain("no telemetry yet: simulating a plant");
  const { machines, lines, overall } = summary.parse(JSON.parse(stdout));
  expect(machines).toHaveLength(3);
  expect(lines).toHaveLength(1);
  expect(overall).toMatchObject({ first_date: "2026-01-05", last_date: "2026-01-11" });
  const again = await runCli(["simulate", "--warehouse", warehouse]);
  expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining("nothing to write") });
});

test("one processor and eight make the same bytes", async ({ onTestFinished }) => {
  const builds = [];
  for (const count of [1, 8]) {
    const warehouse = await temporaryWarehouse(onTestFinished);
    const pretend = `import os from "node:os"; import { syncBuiltinESMExports } from "node:module"; os.availableParallelism = () => ${count}; syncBuiltinESMExports();`;
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(pretend)}` };
    const plant = ["--lines", "4", "--days", "2", "--dirt", "light"];
    const simulated = await runCli(["simulate", "--warehouse", warehouse, "--quiet", ...plant], { env });
    const built = await runCli(["build", "--warehouse", warehouse, "--quiet"], { env });
    expect([simulated, built]).toMatchObject([{ code: 0 }, { code: 0, stderr: "" }]);
    builds.push(builtFiles(warehouse));
  }
  expect(Object.keys(builds[0] ?? {}).length).toBeGreaterThan(100);
  expect(builds[1]).toEqual(builds[0]);
});

test("a plant of one's own is never mixed with a simulated one", async () => {
  const warehouse = await temporaryWarehouse();
  await runCli(["init", "--warehouse", warehouse]);
  const { code, stdout, stderr } = await runCli(["run", "--warehouse", warehouse]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^error: .* describes a plant, but there is no telemetry in .*\nhint: put files/m);
  expect(await readdir(warehouse)).not.toContain("landing");
});

test("what cannot be read is left out and told, the rest is done, and the exit code is 1", async () => {
  const warehouse = await plantWarehouse("line_by_its_constraint");
  const landing = join(warehouse, "landing");
  await symlink("/nowhere/night-shift", join(landing, "night-shift"));
  await symlink("/nowhere/late.ndjson", join(landing, "late.ndjson"));
  await writeFile(join(landing, "cut.ndjson.gz"), "no archive");
  const { code, stdout, stderr } = await runCli(["run", "--warehouse", warehouse, "--format", "csv"]);
  expect(code).toBe(1);
  for (const name of ["night-shift", "late.ndjson", "cut.ndjson.gz"]) {
    expect(stderr).toMatch(new RegExp(`^warning: landing/${name} is left out: `, "m"));
  }
  expect(stdout).toMatch(/^machine,S1,L1,S1,1,,2026-01-05,2026-01-05,0\.9,/m);
});
