import { identifier, type Database } from "../../src/engine/database.ts";
import type { SqlReference } from "../helpers/reference-docs.ts";
import { entryFor, type Entry } from "../../src/lib/dictionary.ts";
import { copyOf, formulaSql } from "./formula-sql.ts";

/** Rows of which a formula says the same as the column, or something else. */
export interface Trial {
  readonly key: string;
  readonly relation: string;
  readonly column: string;
  readonly tried: number;
  readonly wrong: number;
}

/** Copies every relation of Silver and Gold once, so that trials do not evaluate views again and again. */
export async function copyRelations(database: Database, { graph }: SqlReference): Promise<void> {
  // A division by 0 is null, as the formulas have it.
  await database.run("set ieee_floating_point_ops = false; create schema copies");
  for (const relation of graph.nodes.keys()) {
    if (relation.startsWith("bronze.")) continue;
    await database.run(`create table ${copyOf(relation)} as select * from ${relation}`);
  }
}

/** Compares each column that has a formula with its formula, row by row. */
export async function tryFormulas(
  database: Database,
  reference: SqlReference,
  relations: Iterable<string> = reference.columns.keys(),
): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  for (const relation of relations) {
    if (relation.startsWith("bronze.") || !hasKey(relation, reference)) continue;
    const columns = reference.columns.get(relation) ?? [];
    const entries = columns.flatMap(({ name }) => {
      const entry = entryFor(reference.dictionary, relation, name);
      return entry === undefined || entry.formula === "" ? [] : [entry];
    });
    if (entries.length === 0) continue;
    const [row] = await database.rows(trialSql(relation, entries, reference)).catch((error: unknown) => {
      throw new Error(`${relation}: ${String(error)}`, { cause: error });
    });
    for (const [index, { key, column }] of entries.entries()) {
      const [tried, wrong] = [Number(row?.[`tried_${index}`]), Number(row?.[`wrong_${index}`])];
      trials.push({ key, relation, column, tried, wrong });
    }
  }
  return trials;
}

/** Rows without a key cannot be found again in what they were made from. */
function hasKey(relation: string, { graph }: SqlReference): boolean {
  return relation === "gold.oee_overall" || (graph.nodes.get(relation)?.model.grain.length ?? 0) > 0;
}

function trialSql(relation: string, entries: readonly Entry[], reference: SqlReference): string {
  const formulas = entries.map(({ formula }) => formula);
  const { expressions, joins } = formulaSql(formulas, relation, reference);
  const pairs = entries.map(
    ({ column }, index) =>
      `cast(target.${identifier(column)} as double) as told_${index}, cast(${expressions[index] ?? ""} as double) as found_${index}`,
  );
  const counts = entries.map(({ nullWhen }, index) => {
    const [told, found] = [`told_${index}`, `found_${index}`];
    const differs = `abs(${told} - ${found}) > 1e-9 * greatest(1e0, abs(${told}))`;
    const isOff =
      nullWhen === ""
        ? `(${told} is null) != (${found} is null)`
        : `${told} is not null and ${found} is null`;
    return `count(${told}) as tried_${index}, count(*) filter (where ${isOff} or ${differs}) as wrong_${index}`;
  });
  return `select ${counts.join(", ")} from (select ${pairs.join(", ")} from ${copyOf(relation)} as target ${joins})`;
}
