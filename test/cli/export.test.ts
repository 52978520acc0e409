import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { appendFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";
import { z } from "zod";

import { literal, withDatabase } from "../../src/engine/database.ts";
import { asText } from "../../src/engine/values.ts";
import { runCli, temporaryWarehouse } from "../helpers/cli.ts";
import { builtPlant, copyOfBuilt, plantWarehouse } from "./plant-warehouse.ts";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const exported = z.object({ relation: z.string(), file: z.string(), rows: z.number(), bytes: z.number() });

function exportTo(warehouse: string, ...args: readonly string[]) {
  return runCli(["export", "--no-progress", "--warehouse", warehouse, ...args]);
}

async function query(warehouse: string, sql: string, format: string): Promise<string> {
  const { stdout, stderr } = await runCli(["query", "--warehouse", warehouse, "--format", format, sql]);
  expect(stderr).toBe("");
  return stdout;
}

test("every Gold view becomes a CSV with the very figures of query", async () => {
  const warehouse = await copyOfBuilt("line_by_its_constraint");
  const { code, stdout, stderr } = await exportTo(warehouse, "--json");
  expect(code).toBe(0);
  expect(stderr).toMatch(/^\d+ files, .* written to .*exports in .*\n$/);
  const files = z.array(exported).parse(JSON.parse(stdout));
  const names = files.map(({ relation }) => relation);
  expect(names).toEqual(expect.arrayContaining(["gold.oee_by_machine_day", "gold.oee_overall"]));
  expect(names.filter((name) => /oee_(?:scopes|periods|ratios)|loss_ledger|fact_|dim_/.test(name))).toEqual(
    [],
  );
  const written = await readdir(join(warehouse, "exports"));
  expect(written.toSorted()).toEqual(names.map((name) => `${name.replace("gold.", "")}.csv`).toSorted());

  const hours = await readFile(join(warehouse, "exports", "oee_by_machine_hour.csv"), "utf8");
  const order = "machine_id, production_date, shift_id, hour_start_at";
  const sql = `select * from gold.oee_by_machine_hour order by ${order}`;
  expect(hours).toBe(await query(warehouse, sql, "csv"));
  expect(hours).toMatch(/^machine_id,production_date,shift_id,hour_start_at,/);
  // No repair has ended: empty is null. The ratio of S2 has all its digits.
  const machines = await readFile(join(warehouse, "exports", "oee_by_machine.csv"), "utf8");
  expect(machines).toContain(",0.5333333333333333,");
  expect(machines.split("\n")[1]).toMatch(/^S1,.*,1,25920,,,$/);

  await exportTo(warehouse, "oee_by_machine_hour", "gold.fact_oee", "--format", "json");
  const json = await readFile(join(warehouse, "exports", "oee_by_machine_hour.json"), "utf8");
  expect(json).toBe(await query(warehouse, sql, "json"));

  await exportTo(warehouse, "oee_by_machine", "silver.machines", "--format", "parquet");
  expect(await readdir(join(warehouse, "exports"))).toContain("silver.machines.parquet");
  const rows = await withDatabase({ spillDirectory: warehouse }, (database) =>
    database.rows(`select * from ${literal(join(warehouse, "exports", "oee_by_machine.parquet"))}`),
  );
  const asked = await query(warehouse, "select * from gold.oee_by_machine order by machine_id", "json");
  expect(rows).toEqual(JSON.parse(asked));
});

test("texts are quoted, and those that a spreadsheet would run disarmed unless --raw", async () => {
  const warehouse = await plantWarehouse("zero_production");
  await writeFile(
    join(warehouse, "reference", "products.csv"),
    'product_id,name\nP1,"Tür ""Süd"", links"\nP2,=SUM(A1:A9)\nP3,"+49, Halle 2"\nP4,@x\nP5,-5\nP6,日本\nP7,\n',
  );
  await runCli(["build", "--warehouse", warehouse, "--quiet"]);
  const out = join(warehouse, "my exports");
  const names = async (...args: readonly string[]): Promise<string> => {
    expect(await exportTo(warehouse, "gold.dim_product", "--out", out, "--quiet", ...args)).toMatchObject({
      code: 0,
      stderr: "",
    });
    return await readFile(join(out, "dim_product.csv"), "utf8");
  };
  const safe = await names();
  expect(safe).toBe(
    [
      "product_id,name",
      'P1,"Tür ""Süd"", links"',
      "P2,'=SUM(A1:A9)",
      'P3,"\'+49, Halle 2"',
      "P4,'@x",
      "P5,'-5",
      "P6,日本",
      "P7,P7",
      "",
    ].join("\n"),
  );
  expect(await names("--raw")).toBe(safe.replaceAll("'", ""));
  expect(await readdir(out)).toEqual(["dim_product.csv"]);
});

test("--from and --to cut at production dates; what has none is whole and told", async () => {
  const warehouse = await builtPlant("failure_across_days");
  const relations = ["oee_by_machine_day", "oee_by_week", "oee_by_machine"];
  const { stdout, stderr } = await exportTo(
    warehouse,
    ...relations,
    "--from",
    "2026-01-06",
    "--to",
    "2026-01-06",
  );
  const rows = stdout.trimEnd().split("\n");
  expect(rows.map((row) => exported.parse(JSON.parse(row)).rows)).toEqual([1, 1, 1]);
  expect(stderr).toContain("without a production date, and so exported whole: gold.oee_by_machine\n");
  expect(stderr).toContain("weeks and months that the dates touch are whole: gold.oee_by_week\n");
  const days = await readFile(join(warehouse, "exports", "oee_by_machine_day.csv"), "utf8");
  expect(days).toMatch(/^machine_id,production_date,.*\nM1,2026-01-06,.*\n$/);
  await exportTo(warehouse, "oee_by_machine_day", "--from", "2027-01-01");
  const none = await readFile(join(warehouse, "exports", "oee_by_machine_day.csv"), "utf8");
  expect(none).toBe(days.split("\n", 1).join("").concat("\n"));
});

test("what cannot be exported is named, and nothing is left behind", async () => {
  const empty = await temporaryWarehouse();
  expect(await exportTo(empty)).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(/^error: \w+\.\w+ is not built yet\nhint: run: indkpi gold\n$/),
  });
  expect(await exportTo(empty, "gold.oee_by_dya")).toEqual({
    code: 2,
    stdout: "",
    stderr: "error: there is no relation gold.oee_by_dya\nhint: did you mean gold.oee_by_day?\n",
  });
  expect(await readdir(empty)).not.toContain("exports");
});

test("an export that fails half-way leaves the files as they were", async () => {
  const warehouse = await copyOfBuilt("line_by_its_constraint");
  const out = join(warehouse, "exports");
  await mkdir(out);
  await writeFile(join(out, "oee_by_line.csv"), "of yesterday\n");
  await mkdir(join(out, ".indkpi-export-999999999-abc"));
  // 2 blocks of 1024 bytes: room for oee_by_line, none for oee_by_machine_hour.
  const child = spawn("bash", [
    "-c",
    `ulimit -f 2 && exec "$0" "$@"`,
    process.execPath,
    cli,
    "export",
    "oee_by_line",
    "oee_by_machine_hour",
    "--quiet",
    "--warehouse",
    warehouse,
  ]);
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code] = (await once(child, "close")) as unknown[];
  expect(stderr).toMatch(/^error: a file grew beyond what this system allows \(.*\)\nhint: raise the limit/);
  expect(code).toBe(1);
  expect(await readdir(out)).toEqual(["oee_by_line.csv"]);
  expect(await readFile(join(out, "oee_by_line.csv"), "utf8")).toBe("of yesterday\n");
  await appendFile(join(warehouse, "file"), "");
  expect(await exportTo(warehouse, "oee_by_line", "--out", join(warehouse, "file"))).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^error: /),
  });
});

test("--machine, --by-day and --at-once: the same rows, in other files, all there or none", async () => {
  const warehouse = await copyOfBuilt("line_by_its_constraint");
  const out = join(warehouse, "whole");
  const asked = ["oee_by_machine_hour", "oee_by_line", "--machine", "S2", "--by-day", "--at-once"];
  expect(await exportTo(warehouse, ...asked, "--out", out)).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("not by machine, and so exported for all: gold.oee_by_line\n"),
  });
  expect((await readdir(out)).toSorted()).toEqual([
    "manifest.json",
    "oee_by_line.csv",
    "oee_by_machine_hour",
  ]);
  expect(await readdir(join(out, "oee_by_machine_hour"))).toEqual(["2026-01-05.csv"]);
  const sql =
    "select * from gold.oee_by_machine_hour where machine_id = 'S2' order by production_date, shift_id, hour_start_at";
  const day = await readFile(join(out, "oee_by_machine_hour", "2026-01-05.csv"), "utf8");
  expect(day).toBe(await query(warehouse, sql, "csv"));
  const sha256 = createHash("sha256").update(day).digest("hex");
  const manifest: unknown = JSON.parse(await readFile(join(out, "manifest.json"), "utf8"));
  expect(manifest).toMatchObject({
    format: "csv",
    machines: ["S2"],
    relations: [
      {
        relation: "gold.oee_by_machine_hour",
        sql: "sql/gold/oee_by_machine_hour.sql",
        files: [{ file: "oee_by_machine_hour/2026-01-05.csv", rows: 8, sha256 }],
      },
      { relation: "gold.oee_by_line" },
    ],
    inputs: { landing: [{ source: "telemetry", file: "events.ndjson" }] },
  });
  expect(JSON.stringify(manifest)).toContain('"sql":"sql/gold/fact_oee.sql","version":');
  // The next one replaces the folder as a whole; a folder of someone else's is left alone.
  expect((await exportTo(warehouse, "oee_by_site", "--at-once", "--out", out)).code).toBe(0);
  expect((await readdir(out)).toSorted()).toEqual(["manifest.json", "oee_by_site.csv"]);
  const other = join(warehouse, "landing");
  expect(await exportTo(warehouse, "oee_by_site", "--at-once", "--out", other)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("is there, and no export of --at-once"),
  });
  expect(await readdir(other)).toEqual(["events.ndjson"]);
});

test.each(["gold.duckdb", "plant.duckdb"])(
  "--duckdb writes all of Gold into %s, as query has it",
  async (name) => {
    const warehouse = await copyOfBuilt("line_by_its_constraint");
    const path = join(warehouse, name);
    const { code, stderr } = await exportTo(warehouse, "--duckdb", path, "--quiet");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const sql = "select * from gold.oee_by_machine order by machine_id";
    const rows = await withDatabase({ spillDirectory: warehouse }, async (database) => {
      await database.run(`attach ${literal(path)} (read_only); use ${name.replace(".duckdb", "")}`);
      const relations = await database.rows(
        "select concat(table_schema, '.', table_name) as name from information_schema.tables",
      );
      expect(relations.length).toBeGreaterThan(60);
      // Each of them can be read where the warehouse is not.
      for (const relation of relations)
        await database.rows(`select * from ${asText(relation["name"])} limit 1`);
      return await database.rows(sql);
    });
    expect(rows).toEqual(JSON.parse(await query(warehouse, sql, "json")));
    expect(await exportTo(warehouse, "--duckdb", path, "--by-day")).toMatchObject({ code: 2 });
  },
);
