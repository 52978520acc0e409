import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { literal, type Database } from "../../engine/database.ts";
import { streamResult } from "../../engine/result.ts";
import { sqlError } from "../../engine/sql-error.ts";
import { StatementFailure } from "../../engine/statement-failure.ts";
import { hasCode, UserError } from "../../lib/errors.ts";
import { sqlDirectory } from "../../lib/paths.ts";
import { rowBatches, type ResultColumn, type ResultRow } from "../../lib/result.ts";
import { withLake, type LakeOptions } from "../lake.ts";

/** What Gold and the truth do not agree on. */
export interface Verification {
  /** machine_id, production_date, shift_id, started_at, measure, truth, gold, explained_by. */
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly ResultRow[];
  /** Differences that no recorded dirt accounts for. */
  readonly unexplainedCount: number;
  /** Rows of the truth that were compared. */
  readonly comparedCount: number;
}

const tables = ["hours", "failures", "dirt"] as const;

/** Compares Gold with the simulator's truth by the files of `sql/verify`. Throws where there is no truth or no Gold. */
export async function verifyGold(options: LakeOptions): Promise<Verification> {
  const folder = join(sqlDirectory(), "verify");
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .toSorted();
  return await withLake({ ...options, isOfLake: true }, async ({ database, bind }) => {
    await bindTruth(database, options.paths.truth);
    await bind(["gold.fact_oee", "gold.fact_failure"]);
    let columns: readonly ResultColumn[] = [];
    const rows: ResultRow[] = [];
    for (const name of files) {
      const found = await differences(database, join(folder, name));
      columns = found.columns;
      rows.push(...found.rows);
    }
    const explanation = columns.findIndex(({ name }) => name === "explained_by");
    const [count] = await database.rows("select count(*) as n from truth.hours");
    return {
      columns,
      rows,
      unexplainedCount: rows.filter((row) => row[explanation] === null).length,
      comparedCount: Number(count?.["n"]),
    };
  });
}

async function bindTruth(database: Database, truth: string): Promise<void> {
  await database.run("create schema truth");
  for (const table of tables) {
    const files = parquetFiles(join(truth, table));
    if (files.length === 0) {
      throw new UserError(`there is no truth in ${truth}: only what is simulated can be verified`, {
        code: "NO_TRUTH",
        hint: "run: indkpi simulate --warehouse NEW_DIRECTORY, then indkpi run there",
      });
    }
    const list = files.map(literal).join(", ");
    await database.run(`create view truth.${table} as select * from read_parquet([${list}])`);
  }
}

function parquetFiles(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(".parquet"));
    return names.toSorted().map((name) => join(folder, name));
  } catch (error) {
    if (hasCode(error, "ENOENT")) return [];
    throw error;
  }
}

async function differences(
  database: Database,
  file: string,
): Promise<{ columns: readonly ResultColumn[]; rows: readonly ResultRow[] }> {
  const sql = readFileSync(file, "utf8");
  const prefix = "select * from (";
  try {
    const ordered = `${prefix}${sql}\n) order by machine_id, started_at, measure, shift_id`;
    const { columns, rows: batches } = await streamResult(database, ordered);
    const rows: ResultRow[] = [];
    for await (const batch of rowBatches(batches)) rows.push(...batch);
    return { columns, rows };
  } catch (failure) {
    if (!(failure instanceof StatementFailure)) throw failure;
    throw sqlError(failure, { file, sql, prefixLength: prefix.length });
  }
}
