import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { median } from "./median.ts";

/**
 * `npm run build && npx tsx test/bench/query.ts --warehouse DIR [--runs 9]`: a cold `indkpi query` on a Gold view against
 * a bare Node script that opens DuckDB and runs the same query on the same files, in turn. Exit code 1 where it takes
 * more than 2.5 times as long.
 */

const root = join(import.meta.dirname, "../..");
const limit = 2.5;
const sql =
  "select machine_id, production_date, oee, coverage from gold.oee_by_machine_day order by oee limit 20";

function option(name: string, otherwise: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : (process.argv[at + 1] ?? otherwise);
}

const warehouse = option("warehouse", process.env["INDKPI_WAREHOUSE"] ?? join(root, "warehouse"));
const runs = Number(option("runs", "9"));
const scratch = mkdtempSync(join(tmpdir(), "indkpi-bench-"));

/** The views between the question and the tables, as the models have them; the tables are the files of the warehouse. */
function bareScript(): string {
  const model = (name: string): string => readFileSync(join(root, "sql/gold", `${name}.sql`), "utf8");
  const table = (name: string): string => {
    const path = join(warehouse, "gold", name);
    const files = existsSync(`${path}.parquet`) ? `${path}.parquet` : `${path}/**/*.parquet`;
    return `create view gold.${name} as from read_parquet('${files}');`;
  };
  const views = ["oee_scopes", "oee_periods", "oee_ratios", "oee_by_machine_day"];
  const setup = [
    "create schema gold;",
    readFileSync(join(root, "sql/dialects/duckdb.sql"), "utf8"),
    table("fact_oee"),
    table("dim_machine"),
    ...views.map((name) => `create view gold.${name} as ${model(name)};`),
  ];
  return `import { DuckDBInstance } from ${JSON.stringify(join(root, "node_modules/@duckdb/node-api/lib/index.js"))};
const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
await connection.run(${JSON.stringify(setup.join("\n"))});
const reader = await connection.runAndReadAll(${JSON.stringify(sql)});
console.log(JSON.stringify(reader.getRowObjectsJson()));
`;
}

function secondsOf(args: readonly string[]): number {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${String(status)}: ${stderr}`);
  return (performance.now() - startedAt) / 1000;
}

try {
  const bare = join(scratch, "bare.mjs");
  writeFileSync(bare, bareScript());
  const pairs = Array.from({ length: runs }, () => ({
    bare: secondsOf([bare]),
    query: secondsOf([join(root, "dist/cli.js"), "query", "--warehouse", warehouse, sql]),
  }));
  const ratio = median(pairs.map((pair) => pair.query / pair.bare));
  const [bareS, queryS] = [median(pairs.map((pair) => pair.bare)), median(pairs.map((pair) => pair.query))];
  console.log(`bare script ${bareS.toFixed(3)} s, indkpi query ${queryS.toFixed(3)} s`);
  console.log(`cold query against bare: ${ratio.toFixed(2)} <= ${limit} ${ratio <= limit ? "ok" : "MISSED"}`);
  if (ratio > limit) process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
