import type { Database } from "./database.ts";
import { identifier, literal } from "./database.ts";
import type { JsonValue } from "./values.ts";

/** What DuckDB's own parser says of one SELECT. */
export interface ParsedSelect {
  /** Relations it reads, `schema.name`, sorted; common table expressions are not among them. */
  readonly inputs: readonly string[];
  /** Functions it calls, sorted. */
  readonly functions: readonly string[];
  /** The statement without comments and layout: what a fingerprint may depend on. */
  readonly canonical: string;
}

export type ParseOutcome =
  | { readonly kind: "parsed"; readonly select: ParsedSelect }
  | { readonly kind: "refused"; readonly message: string; readonly position: number | null };

type JsonObject = { readonly [key: string]: JsonValue };

/** Parses one SELECT with DuckDB's parser. Anything but a single SELECT is refused, with the offset of the fault. */
export async function parseSelect(database: Database, sql: string): Promise<ParseOutcome> {
  const [row] = await database.rows("select json_serialize_sql($sql::varchar) as tree", { sql });
  const text = String(row?.["tree"]);
  const tree: JsonValue = JSON.parse(text);
  if (!isObject(tree) || tree["error"] === true) {
    const message = isObject(tree) ? String(tree["error_message"]) : "not a SELECT";
    const position = isObject(tree) && tree["position"] !== undefined ? Number(tree["position"]) : null;
    return { kind: "refused", message, position };
  }
  const statements = tree["statements"];
  if (!Array.isArray(statements) || statements.length !== 1) {
    return { kind: "refused", message: "expected exactly one SELECT statement", position: null };
  }
  const inputs = new Set<string>();
  const functions = new Set<string>();
  walk(tree, new Set(), inputs, functions);
  const [canonical] = await database.rows(`select json_deserialize_sql(${literal(text)}) as sql`);
  return {
    kind: "parsed",
    select: {
      inputs: [...inputs].toSorted(),
      functions: [...functions].toSorted(),
      canonical: String(canonical?.["sql"]),
    },
  };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Collects base tables that are not CTEs in scope. A CTE sees the CTEs before it and, when recursive, itself. */
function walk(node: JsonValue, scope: ReadonlySet<string>, inputs: Set<string>, functions: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, scope, inputs, functions);
    return;
  }
  if (!isObject(node)) return;
  const name = node["function_name"];
  if (typeof name === "string" && name !== "") functions.add(name);
  if (node["type"] === "BASE_TABLE") {
    const schema = String(node["schema_name"] ?? "");
    const table = String(node["table_name"]);
    if (schema !== "" || !scope.has(table.toLowerCase())) inputs.add(schema === "" ? table : `${schema}.${table}`);
  }
  const inner = new Set(scope);
  const map = node["cte_map"];
  const entries = isObject(map) && Array.isArray(map["map"]) ? map["map"] : [];
  for (const entry of entries) {
    if (!isObject(entry)) continue;
    const key = String(entry["key"]).toLowerCase();
    const value = entry["value"] ?? null;
    walk(value, JSON.stringify(value).includes('"RECURSIVE_CTE_NODE"') ? new Set([...inner, key]) : inner, inputs, functions);
    inner.add(key);
  }
  for (const [key, child] of Object.entries(node)) {
    if (key !== "cte_map") walk(child, inner, inputs, functions);
  }
}

export interface Column {
  readonly name: string;
  readonly type: string;
}

/** Names and types of what a SELECT returns, found without running it. Throws DuckDB's error where it does not fit its inputs. */
export async function describeSelect(database: Database, sql: string): Promise<Column[]> {
  const rows = await database.rows(`describe ${sql}`);
  return rows.map((row) => ({ name: String(row["column_name"]), type: String(row["column_type"]) }));
}

/** A typed relation without rows, for checking models that have no data yet. */
export function emptyRelation(columns: readonly Column[]): string {
  const list = columns.map(({ name, type }) => `cast(null as ${type}) as ${identifier(name)}`);
  return `select ${list.join(", ")} where false`;
}
