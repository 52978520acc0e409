import { streamResult } from "../../engine/result.ts";
import { parseSelect } from "../../engine/select.ts";
import { sqlError } from "../../engine/sql-error.ts";
import type { SqlParameter } from "../../lib/parameters.ts";
import { rowBatches, type ResultColumn, type ResultRow } from "../../lib/result.ts";
import type { Lake } from "../lake.ts";
import { bindMacros } from "../macros.ts";

export interface Answer {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly ResultRow[];
  /** The same rows by the names of their columns. */
  readonly objects: readonly Readonly<Record<string, unknown>>[];
}

interface OwnStatement {
  /** As shown in messages. */
  readonly file: string;
  readonly sql: string;
}

/** Runs a statement of this package, its values bound, and gives all its rows. */
export async function answerOf(
  lake: Lake,
  { file, sql }: OwnStatement,
  parameters: readonly SqlParameter[],
): Promise<Answer> {
  const outcome = await parseSelect(lake.database, sql);
  if (outcome.kind === "parsed") await bindMacros(lake, outcome.tableFunctions);
  await lake.bindFor(sql, file);
  try {
    const { columns, rows: batches } = await streamResult(lake.database, sql, parameters);
    const rows: ResultRow[] = [];
    for await (const batch of rowBatches(batches)) rows.push(...batch);
    const objects = rows.map((row) =>
      Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])),
    );
    return { columns, rows, objects };
  } catch (failure) {
    throw sqlError(failure, { file, sql });
  }
}
