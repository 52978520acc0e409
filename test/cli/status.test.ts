import { copyFile, readdir, rm, symlink, utimes } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";
import { z } from "zod";

import { runCli, temporaryWarehouse } from "../helpers/cli.ts";
import { builtPlant } from "./plant-warehouse.ts";

const stale = z.array(z.object({ relation: z.string(), reasons: z.array(z.string()) }));
const statusObject = z.looseObject({ is_stale: z.boolean(), stale_relations: stale });

async function status(warehouse: string, ...args: readonly string[]) {
  const { code, stdout } = await runCli(["status", "--warehouse", warehouse, "--json", ...args]);
  return { code, ...statusObject.parse(JSON.parse(stdout)) };
}

test("an empty warehouse is stale: everything is to be built", async () => {
  const warehouse = await temporaryWarehouse();
  const found = await status(warehouse, "--check");
  expect(found).toMatchObject({
    code: 3,
    warehouse,
    is_stale: true,
    layers: {
      landing: { files: 0, rows: null, bytes: 0, first_date: null, last_date: null, stale: 0 },
      bronze: { files: 0, rows: 0, bytes: 0, first_date: null, last_date: null, stale: 0 },
    },
    new_files: [],
    quarantined_lines: 0,
    coverage: null,
  });
  expect(found.stale_relations).toContainEqual({ relation: "gold.fact_oee", reasons: ["new"] });
  expect((await status(warehouse)).code).toBe(0);
});

test("status tells what there is, what is stale and why", async () => {
  const warehouse = await builtPlant("silence_is_no_data");
  // Of 24 h that were planned 18.5 h are known.
  const built = await status(warehouse, "--check");
  expect(built).toMatchObject({
    code: 0,
    is_stale: false,
    layers: {
      landing: { files: 1, stale: 0 },
      bronze: { files: 1, first_date: "2026-01-05", last_date: "2026-01-05", stale: 0 },
      silver: { stale: 0 },
      gold: { first_date: "2026-01-05", last_date: "2026-01-05", stale: 0 },
    },
    stale_relations: [],
    coverage: 18.5 / 24,
  });

  const landing = join(warehouse, "landing");
  await copyFile(join(landing, "events.ndjson"), join(landing, "again.ndjson"));
  await symlink("/nowhere", join(landing, "lost.ndjson"));
  await rm(join(warehouse, "gold", "dim_order.parquet"));
  expect(await status(warehouse, "--check")).toMatchObject({
    code: 3,
    is_stale: true,
    new_files: ["again.ndjson"],
    unreadable_files: [{ file: "lost.ndjson", reason: "it is gone, or a link to nothing" }],
    stale_relations: [{ relation: "gold.dim_order", reasons: ["missing file"] }],
  });
  const people = await runCli(["status", "--warehouse", warehouse, "--format", "table"]);
  expect(people.stdout).toContain("not up to date; run: indkpi run");
  expect(people.stdout).toMatch(/^landing +2 +- +\S+ k?B {2}- +- +1 new$/m);
  expect(people.stdout).toContain("to be built (1):\n  gold.dim_order: missing file\n");

  // The same content under another name and a touched file add nothing once they have been looked at.
  await rm(join(landing, "lost.ndjson"));
  await utimes(join(landing, "events.ndjson"), 1, 1);
  await runCli(["build", "--warehouse", warehouse, "--quiet"]);
  expect(await status(warehouse, "--check")).toMatchObject({ code: 0, is_stale: false, new_files: [] });
  expect(await readdir(join(warehouse, "bronze", "telemetry"))).toHaveLength(1);
});
