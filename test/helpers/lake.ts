import { warehousePaths } from "../../src/lib/paths.ts";
import { withLake } from "../../src/pipeline/lake.ts";

/** Asks a warehouse several questions on one snapshot, without a process for each: the rows as JSON has them. */
export async function askLake(
  warehouse: string,
  questions: readonly string[],
): Promise<readonly (readonly Readonly<Record<string, unknown>>[])[]> {
  const options = { paths: warehousePaths(warehouse), signal: new AbortController().signal };
  return await withLake(options, async ({ database, bindFor }) => {
    const answers = [];
    for (const sql of questions) {
      await bindFor(sql, "test");
      answers.push(await database.rows(sql));
    }
    return answers;
  });
}
