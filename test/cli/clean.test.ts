import { appendFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { runCli, temporaryWarehouse } from "../helpers/cli.ts";
import { builtPlant } from "./plant-warehouse.ts";

const clean = (warehouse: string, ...args: readonly string[]) =>
  runCli(["clean", "--warehouse", warehouse, ...args]);

test("clean deletes what can be made again, and it is made again alike", async () => {
  const warehouse = await builtPlant("line_by_its_constraint");
  const fact = join(warehouse, "gold", "fact_oee", "2026-01-05.parquet");
  const before = await readFile(fact);
  for (const name of ["truth", "history", "exports"]) {
    await mkdir(join(warehouse, name), { recursive: true });
    await writeFile(join(warehouse, name, "file"), "12345");
  }
  const { code, stdout, stderr } = await clean(warehouse, "--json");
  expect(code).toBe(0);
  expect(stderr).toMatch(/^deleted \d+ files, .*; landing\/ and reference\/ are as they were\n$/);
  expect(JSON.parse(stdout)).toEqual(
    expect.arrayContaining([
      { folder: "bronze", files: 1, bytes: expect.any(Number) },
      { folder: "quarantine", files: 0, bytes: 0 },
      { folder: "exports", files: 1, bytes: 5 },
    ]),
  );
  const kept = (await readdir(warehouse)).filter((name) => name !== ".indkpi");
  expect(kept.toSorted()).toEqual(["expected.json", "history", "landing", "reference", "truth"]);
  expect((await readdir(join(warehouse, ".indkpi"))).filter((name) => name !== "spill")).toEqual([]);
  expect((await clean(warehouse, "--quiet")).stdout).toContain('{"folder":"gold","files":0,"bytes":0}');

  await runCli(["build", "--warehouse", warehouse, "--quiet"]);
  expect((await readFile(fact)).equals(before)).toBe(true);
});

test("telemetry of which Bronze is the only copy is not deleted unless forced", async () => {
  const warehouse = await temporaryWarehouse();
  const landing = join(warehouse, "landing");
  await mkdir(landing);
  const event = '{"ts":"2026-01-05T06:00:00Z","machine_id":"M1","event_type":"heartbeat"}\n';
  await writeFile(join(landing, "gone.ndjson"), event);
  await writeFile(join(landing, "renamed.ndjson"), event.replace("06:", "07:"));
  await runCli(["bronze", "--warehouse", warehouse, "--quiet"]);
  await rename(join(landing, "renamed.ndjson"), join(landing, "new-name.ndjson"));
  await rename(join(landing, "gone.ndjson"), join(warehouse, "gone"));
  const refused = await clean(warehouse);
  expect(refused).toMatchObject({ code: 1, stdout: "" });
  expect(refused.stderr).toMatch(
    /^error: Bronze is the only copy .* \(gone\.ndjson\); nothing is deleted\nhint: /,
  );
  const manifest = join(warehouse, ".indkpi", "manifest.json");
  await appendFile(manifest, "damage");
  expect((await runCli(["query", "--warehouse", warehouse, "select 1"])).stderr).toContain(
    "made anew from what is in bronze/",
  );
  expect((await clean(warehouse)).code).toBe(0);
  expect(await readdir(warehouse)).not.toContain("bronze");

  await rename(join(warehouse, "gone"), join(landing, "gone.ndjson"));
  await runCli(["bronze", "--warehouse", warehouse, "--quiet"]);
  await rm(join(landing, "gone.ndjson"));
  expect((await clean(warehouse, "--force", "--quiet")).code).toBe(0);
  expect(await readdir(warehouse)).not.toContain("bronze");
});
