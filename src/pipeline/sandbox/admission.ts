import { parseSelect } from "../../engine/select.ts";
import { UserError } from "../../lib/errors.ts";
import { nearestName } from "../../lib/nearest-name.ts";
import { startOfCode } from "../../lib/sql-text.ts";
import type { Lake } from "../lake.ts";

/** Functions that make rows of nothing but their arguments, and those that say what the catalog holds. */
const rowFunctions = new Set([
  "duckdb_columns",
  "duckdb_functions",
  "duckdb_keywords",
  "duckdb_schemas",
  "duckdb_tables",
  "duckdb_types",
  "duckdb_views",
  "generate_series",
  "icu_calendar_names",
  "json_each",
  "json_tree",
  "pg_timezone_names",
  "range",
  "repeat",
  "repeat_row",
  "unnest",
]);

/** Scalar functions with an effect outside the statement. */
const effects = new Set(["nextval", "setseed", "write_log"]);

/** A statement with what stands before its SELECT. */
export interface Asked {
  /** `explain `, `explain analyze ` or nothing. */
  readonly verb: string;
  readonly select: string;
}

const explainVerb = /^explain\s+(analyze\s+)?/i;

/** Takes an EXPLAIN off its SELECT. */
export function readAsked(sql: string): Asked {
  const code = sql.slice(startOfCode(sql));
  const found = explainVerb.exec(code);
  if (found === null) return { verb: "", select: sql };
  return {
    verb: found[1] === undefined ? "explain " : "explain analyze ",
    select: code.slice(found[0].length),
  };
}

/**
 * Refuses what could reach beyond the warehouse: functions that read files, change settings or run text as SQL, and
 * files in the place of relations. The session is shut off from files besides; this is the first of two walls. Gives
 * the functions in the place of relations.
 */
export async function admit(
  select: string,
  name: string,
  { database, graph }: Lake,
): Promise<readonly string[]> {
  const outcome = await parseSelect(database, select);
  // What does not parse is refused, with its place, by whoever binds it.
  if (outcome.kind === "refused") return [];
  for (const called of outcome.tableFunctions) {
    if (!rowFunctions.has(called) && !called.startsWith("gold."))
      throw notAllowed(name, `${called || "that"}()`);
  }
  for (const called of outcome.select.functions) {
    if (effects.has(called)) throw notAllowed(name, `${called}()`);
  }
  for (const input of outcome.select.inputs) {
    if (/[/\\:*?]|\.(?:csv|tsv|json|ndjson|jsonl|parquet|txt|db|duckdb|gz|zst)$/.test(input)) {
      throw notAllowed(name, `the file ${input}`);
    }
    if (!input.includes(".")) refuseBareName(input, name, [...graph.nodes.keys()]);
  }
  return outcome.tableFunctions;
}

function notAllowed(name: string, what: string): UserError {
  return new UserError(`${name}: ${what} cannot be used here`, {
    code: "NOT_ALLOWED",
    hint: "a statement reads bronze.*, silver.* and gold.*, and nothing else",
  });
}

/** `from oee_by_day` means `gold.oee_by_day`; what the catalog calls its own is left to DuckDB. */
function refuseBareName(input: string, name: string, relations: readonly string[]): void {
  const layered = ["gold", "silver", "bronze"].map((layer) => `${layer}.${input}`);
  const meant =
    layered.find((relation) => relations.includes(relation)) ?? nearestName(`gold.${input}`, relations);
  if (meant === undefined || /^(?:duckdb|pragma|sqlite|pg)_/.test(input)) return;
  throw new UserError(`${name}: there is no relation ${input}`, {
    code: "UNKNOWN_RELATION",
    hint: `did you mean ${meant}?`,
  });
}
