import type { Columns } from "./dictionary.ts";
import type { SqlReference } from "../helpers/reference-docs.ts";

/** Where a copy of each relation is found. */
export const copyOf = (relation: string): string => `copies."${relation}"`;

const qualified = /\b((?:bronze|silver|gold)\.[a-z0-9_]+)\.([a-z0-9_]+)/g;
const aggregate = /\b(?:sum|count|min|max|avg|stddev_samp)\(/g;

/**
 * A formula of the dictionary as an expression over the rows `target` of a relation: each aggregate of another relation
 * becomes a subquery over its rows with the same key.
 */
export function formulaSql(formula: string, relation: string, reference: SqlReference): string {
  let sql = "";
  let at = 0;
  for (const { index } of formula.matchAll(aggregate)) {
    if (index < at) continue;
    let end = closing(formula, formula.indexOf("(", index));
    if (formula.startsWith(" filter (", end)) end = closing(formula, formula.indexOf("(", end));
    const part = formula.slice(index, end);
    sql += formula.slice(at, index) + (part.search(qualified) < 0 ? part : subquery(part, relation, reference));
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

function subquery(part: string, relation: string, { columns, graph }: SqlReference): string {
  const names = [...new Set([...part.matchAll(qualified)].map(([, name = ""]) => name))];
  const sources = names.map((name) => ({ alias: name.replace(".", "_"), ...sourceOf(name, relation, columns) }));
  const [first] = sources;
  if (first === undefined) return part;
  const grain = graph.nodes.get(relation)?.model.grain ?? [];
  const keys = grain.map(({ name }) => name).filter((name) => first.names.includes(name));
  const from = sources.map(({ alias, sql }) =>
    alias === first.alias
      ? `${sql} as ${alias}`
      : `inner join ${sql} as ${alias} on ${first.alias}.machine_id = ${alias}.machine_id and ${first.alias}.slice_no = ${alias}.slice_no`,
  );
  const where = keys.map((key) => `${ownerOf(key, sources)}.${key} is not distinct from target.${key}`);
  const inner = part.replaceAll(qualified, (_, name: string, column: string) => `${name.replace(".", "_")}.${column}`);
  return `(select ${inner} from ${from.join(" ")} where ${["true", ...where].join(" and ")})`;
}

interface Source {
  readonly sql: string;
  readonly names: readonly string[];
}

const ownerOf = (key: string, sources: readonly (Source & { readonly alias: string })[]): string =>
  sources.find(({ names }) => names.includes(key))?.alias ?? "";

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
  if (names.includes("slice_no") && !names.includes("production_date")) {
    const slices = copyOf("silver.machine_slices");
    const keys = "production_date, coalesce(shift_id, 'unscheduled') as shift_id, hour_start_at, product_id, order_id";
    const placed = `(select * from ${copyOf(name)} inner join (select machine_id, slice_no, ${keys} from ${slices}) using (machine_id, slice_no))`;
    return withPeriods(placed, [...names, ...sliceKeys]);
  }
  return names.includes("production_date") ? withPeriods(copyOf(name), names) : { sql: copyOf(name), names };
}

function withPeriods(sql: string, names: readonly string[]): Source {
  const periods = "week_start(production_date) as production_week, month_start(production_date) as production_month";
  return { sql: `(select *, ${periods} from ${sql})`, names: [...names, "production_week", "production_month"] };
}
