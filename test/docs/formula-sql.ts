import type { Columns } from "./dictionary.ts";
import type { SqlReference } from "../helpers/reference-docs.ts";

/** Where a copy of each relation is found. */
export const copyOf = (relation: string): string => `copies."${relation}"`;

const qualified = /\b((?:bronze|silver|gold)\.[a-z0-9_]+)\.([a-z0-9_]+)/g;
const aggregateCall = /\b(?:sum|count|min|max|avg|stddev_samp)\(/g;

/** Formulas of one relation as expressions over its rows `target` and the sums that are joined to them. */
export interface FormulaSql {
  readonly expressions: readonly string[];
  readonly joins: string;
}

interface Sums {
  readonly source: KeyedSource;
  readonly aggregates: string[];
}

/** Each aggregate of another relation is taken over the rows of that relation that have the keys of the row. */
export function formulaSql(
  formulas: readonly string[],
  relation: string,
  reference: SqlReference,
): FormulaSql {
  const sums = new Map<string, Sums>();
  const expressions = formulas.map((formula) =>
    replaceAggregates(formula, (part) => {
      const names = [...new Set([...part.matchAll(qualified)].map(([, name = ""]) => name))];
      if (names.length === 0) return part;
      const id = names.join();
      const found = sums.get(id) ?? { source: keyedSource(names, relation, reference), aggregates: [] };
      sums.set(id, found);
      const aggregate = part.replaceAll(
        qualified,
        (_, name: string, column: string) => `${aliasOf(name)}.${column}`,
      );
      found.aggregates.push(aggregate);
      const value = `sums_${[...sums.keys()].indexOf(id)}.value_${found.aggregates.length - 1}`;
      return part.startsWith("count") ? `coalesce(${value}, 0)` : value;
    }),
  );
  return { expressions, joins: [...sums.values()].map(joinOf).join(" ") };
}

function joinOf({ source: { from, keys }, aggregates }: Sums, index: number): string {
  const values = aggregates.map((aggregate, no) => `${aggregate} as value_${no}`);
  const list = keys.map(({ owner, key }) => `${owner}.${key}`);
  const group = list.length === 0 ? "" : ` group by ${list.join(", ")}`;
  const named = keys.map(({ owner, key }) => `${owner}.${key} as key_${key}`);
  const same = keys.map(({ key }) => `sums_${index}.key_${key} is not distinct from target.${key}`);
  return `left join (select ${[...named, ...values].join(", ")} from ${from}${group}) as sums_${index} on ${["true", ...same].join(" and ")}`;
}

function replaceAggregates(formula: string, replace: (part: string) => string): string {
  let sql = "";
  let at = 0;
  for (const { index } of formula.matchAll(aggregateCall)) {
    if (index < at) continue;
    let end = closing(formula, formula.indexOf("(", index));
    if (formula.startsWith(" filter (", end)) end = closing(formula, formula.indexOf("(", end));
    sql += formula.slice(at, index) + replace(formula.slice(index, end));
    at = end;
  }
  return sql + formula.slice(at);
}

/** The place after the bracket that closes the one at `start`. */
function closing(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === "(") depth += 1;
    if (text[at] === ")") depth -= 1;
    if (depth === 0) return at + 1;
  }
  throw new Error(`a bracket is open: ${text.slice(start)}`);
}

interface Source {
  readonly sql: string;
  readonly names: readonly string[];
}

interface KeyedSource {
  readonly from: string;
  readonly keys: readonly { readonly owner: string; readonly key: string }[];
}

const aliasOf = (name: string): string => name.replace(".", "_");

/** Several relations are joined by machine and slice. */
function keyedSource(
  names: readonly string[],
  relation: string,
  { columns, graph }: SqlReference,
): KeyedSource {
  const sources = names.map((name) => ({ alias: aliasOf(name), ...sourceOf(name, relation, columns) }));
  const from = sources.map(({ alias, sql }, index) => {
    const same = ["machine_id", "slice_started_at"].map(
      (key) => `${sources[0]?.alias ?? ""}.${key} = ${alias}.${key}`,
    );
    return index === 0 ? `${sql} as ${alias}` : `inner join ${sql} as ${alias} on ${same.join(" and ")}`;
  });
  const keys = (graph.nodes.get(relation)?.model.grain ?? []).flatMap(({ name: key }) => {
    const owner = sources.find((source) => source.names.includes(key))?.alias;
    return owner === undefined ? [] : [{ owner, key }];
  });
  return { from: from.join(" "), keys };
}

const sliceKeys = ["production_date", "shift_id", "hour_start_at", "product_id", "order_id"];
const summed = ["gold.fact_oee", "gold.oee_scopes"];

/** The rows that a formula speaks of, with the keys that the reading rules of `sql/README.md` give them. */
function sourceOf(name: string, relation: string, columns: Columns): Source {
  const names = (columns.get(name) ?? []).map((column) => column.name);
  if (relation === "gold.oee_ratios" && summed.includes(name)) {
    const periods = "gold.oee_periods";
    return { sql: copyOf(periods), names: (columns.get(periods) ?? []).map((column) => column.name) };
  }
  if (relation.startsWith("gold.oee_by_line") && summed.includes(name)) {
    const lines = `(select *, scope_id as line_id from ${copyOf("gold.oee_scopes")} where scope = 'line')`;
    return withPeriods(lines, [...names, "line_id"]);
  }
  if (names.includes("slice_started_at") && !names.includes("hour_start_at")) {
    const slices = copyOf("silver.machine_slices");
    const keys =
      "production_date, coalesce(shift_id, 'unscheduled') as shift_id, hour_start_at, product_id, order_id";
    const shared = ["machine_id", "slice_started_at", "production_date", "shift_id"].filter((key) =>
      names.includes(key),
    );
    const placed = `(select * from ${copyOf(name)} inner join (select machine_id, started_at as slice_started_at, ${keys} from ${slices}) using (${shared.join(", ")}))`;
    return withPeriods(placed, [...names, ...sliceKeys]);
  }
  return names.includes("production_date") ? withPeriods(copyOf(name), names) : { sql: copyOf(name), names };
}

function withPeriods(sql: string, names: readonly string[]): Source {
  const periods =
    "week_start(production_date) as production_week, month_start(production_date) as production_month";
  return {
    sql: `(select *, ${periods} from ${sql})`,
    names: [...names, "production_week", "production_month"],
  };
}
