import { identifier, literal } from "../engine/database.ts";
import { asText } from "../engine/values.ts";
import { tableFiles } from "./bind.ts";
import { bindInputs, keepParts, type BuildContext } from "./build-tools.ts";
import { contentsOf } from "./contents.ts";
import type { Day } from "./days.ts";
import type { GraphNode } from "./graph.ts";
import type { TableState } from "./manifest.ts";
import type { Verdict } from "./plan.ts";
import { addRows, buildRows, type BuiltRows } from "./stage-table.ts";

/**
 * Builds a table whose rows of one key come from input rows of that key alone: only keys that stand in changed days of
 * the inputs, as they were or as they are, are computed anew, over all days; the rows of the others stand.
 */
export async function buildByKey(
  node: GraphNode,
  verdict: Verdict,
  context: BuildContext,
): Promise<TableState> {
  const { model } = node;
  const { database, manifest } = context;
  const isEncoded = context.machineIds !== undefined;
  const before = manifest.tables[model.relation];
  const files = before === undefined ? undefined : changedFiles(verdict, before, context);
  const seen = seenInputs(verdict, context);
  const { dependencies } = verdict;
  if (before === undefined || files === undefined || verdict.reasons.length > 0) {
    await bindInputs(node, verdict, context, undefined);
    const rows = await buildRows(database, node, { isNamed: true, isEncoded });
    const { parts } = await keepParts(node, verdict, context, { rows, days: undefined });
    return { dependencies, columns: [...rows.columns], parts, seen };
  }
  await database.run(
    `create or replace temp table wanted_keys as
    select distinct ${identifier(model.key ?? "")} as wanted_key from read_parquet([${files.map(literal).join(", ")}])`,
  );
  await bindInputs(node, verdict, context, undefined, model.key);
  const wanted = await buildRows(database, node, { isNamed: true, isEncoded });
  const { rows, days } = await joinOldRows(node, before, context, wanted);
  const kept = await keepParts(node, verdict, context, { rows, days });
  const parts = Object.fromEntries(
    Object.entries({ ...before.parts, ...kept.parts }).filter(([, part]) => part.rows > 0),
  );
  return { dependencies, columns: before.columns, parts, seen };
}

/** To the rows of the wanted keys, those of all other keys on the days on which wanted ones are or were. */
async function joinOldRows(
  { model }: GraphNode,
  before: TableState,
  context: BuildContext,
  rows: BuiltRows,
): Promise<{ rows: BuiltRows; days: readonly Day[] }> {
  const { database } = context;
  const touched = new Set(rows.parts.map(({ day }) => day));
  const files = tableFiles(model.relation, before, context).map(literal).join(", ");
  if (files === "") return { rows, days: [...touched] };
  const partition = identifier(model.partition ?? "");
  const old = `read_parquet([${files}])`;
  const wanted = `in (select wanted_key from wanted_keys)`;
  const found = await database.rows(
    `select distinct cast(${partition} as varchar) as day from ${old} where ${identifier(model.key ?? "")} ${wanted}`,
  );
  for (const { day } of found) touched.add(asText(day));
  if (touched.size === 0) return { rows, days: [] };
  const list = [...touched].map((day) => `date ${literal(day)}`).join(", ");
  const others = `select * from ${old} where ${partition} in (${list}) and ${identifier(model.key ?? "")} not ${wanted}`;
  return { rows: await addRows(database, model, rows, others), days: [...touched] };
}

/**
 * The files of the changed days of the inputs, as they are and as they were. Undefined where what they were is gone: then
 * nobody can tell which keys stood there.
 */
function changedFiles(
  { changedInputs }: Verdict,
  { seen = {} }: TableState,
  { base, manifest, paths, staged }: BuildContext,
): readonly string[] | undefined {
  const files = new Set<string>();
  for (const [relation, days] of changedInputs) {
    for (const day of days) {
      const stretch = { from: day, to: day };
      const [now, then] = [manifest.tables[relation], base.tables[relation]];
      const known = seen[relation]?.[day];
      if (known !== undefined) {
        if (then?.parts[day]?.contentId !== known) return undefined;
        for (const file of tableFiles(relation, then, { paths }, stretch)) files.add(file);
      }
      if (now !== undefined) {
        for (const file of tableFiles(relation, now, { paths, staged }, stretch)) files.add(file);
      }
    }
  }
  return [...files];
}

/** The days of the inputs as they are read now. */
function seenInputs(
  { reads }: Verdict,
  { manifest, inputs }: BuildContext,
): Record<string, Record<Day, string>> {
  const contents = contentsOf(manifest, inputs);
  return Object.fromEntries(
    reads
      .filter(({ window }) => window !== undefined)
      .map(({ relation }) => [relation, Object.fromEntries(contents.daysOf(relation))]),
  );
}
