import { createHash } from "node:crypto";

import type { Database } from "./database.ts";
import { identifier, literal } from "./database.ts";
import { groupedColumns } from "./grouped-columns.ts";
import { bytePosition } from "./statement-failure.ts";
import { asText, isJsonObject, type JsonValue } from "./values.ts";

/** What DuckDB's own parser says of one SELECT. */
export interface ParsedSelect {
  /** Relations it reads, `schema.name` in lower case, sorted; common table expressions are not among them. */
  readonly inputs: readonly string[];
  /** Functions it calls, sorted. */
  readonly functions: readonly string[];
  /** Names what it says, whatever its comments and layout: what a fingerprint may depend on. */
  readonly syntaxId: string;
  /** Columns of which no two rows share the values, because it groups by them; empty where the syntax does not tell. */
  readonly groupedColumns: readonly string[];
}

export type ParseOutcome =
  | {
      readonly kind: "parsed";
      readonly select: ParsedSelect;
      /** Functions that stand where a relation could, `schema.name` where they have one, in lower case, sorted. */
      readonly tableFunctions: readonly string[];
    }
  /** `position` in bytes from the start, null where it is not one place. */
  | { readonly kind: "refused"; readonly message: string; readonly position: number | null };

/** Parses one SELECT with DuckDB's parser. Anything but a single SELECT is refused. */
export async function parseSelect(database: Database, sql: string): Promise<ParseOutcome> {
  const [outcome] = await parseSelects(database, [sql]);
  return outcome ?? { kind: "refused", message: "there is no statement", position: null };
}

/** The same for many at once, which takes a third of the time. */
export async function parseSelects(
  database: Database,
  statements: readonly string[],
): Promise<ParseOutcome[]> {
  if (statements.length === 0) return [];
  const texts = statements.map((sql) => (sql.includes("\0") ? "" : sql));
  const given = texts.map((sql, index) => `(${index}, ${literal(sql)})`).join(", ");
  const rows = await database.rows(
    `select json_serialize_sql(sql) as tree from (values ${given}) as given(index, sql) order by index`,
  );
  return rows.map((row, index) => readTree(asText(row["tree"]), statements[index] ?? ""));
}

function readTree(text: string, sql: string): ParseOutcome {
  // DuckDB takes it for the end of the text.
  const nul = sql.indexOf("\0");
  if (nul !== -1) {
    const position = Buffer.byteLength(sql.slice(0, nul));
    return { kind: "refused", message: "a NUL character cannot stand in SQL", position };
  }
  const tree: JsonValue = JSON.parse(text);
  if (!isJsonObject(tree) || tree["error"] === true) {
    const { error_message: message, error_subtype: subtype, position } = isJsonObject(tree) ? tree : {};
    return {
      kind: "refused",
      message: asText(message ?? "not a SELECT"),
      position: bytePosition(optionalText(position), optionalText(subtype), sql),
    };
  }
  const statements = tree["statements"];
  if (!Array.isArray(statements) || statements.length !== 1) {
    return { kind: "refused", message: "expected exactly one SELECT statement", position: null };
  }
  const [statement] = statements;
  const inputs = new Set<string>();
  const functions = new Set<string>();
  const tableFunctions = new Set<string>();
  walk(tree, new Set(), { inputs, functions, tableFunctions });
  // Of the text and not of the tree, for a number beyond 2^53 would lose its last digits in JavaScript.
  const syntax = text.replaceAll(/"query_location":\d+/g, "");
  return {
    kind: "parsed",
    select: {
      inputs: [...inputs].toSorted(),
      functions: [...functions].toSorted(),
      syntaxId: createHash("sha256").update(syntax).digest("hex"),
      groupedColumns: groupedColumns(isJsonObject(statement) ? statement["node"] : undefined),
    },
    tableFunctions: [...tableFunctions].toSorted(),
  };
}

function optionalText(value: JsonValue | undefined): string | undefined {
  return value === undefined ? undefined : asText(value);
}

interface Found {
  readonly inputs: Set<string>;
  readonly functions: Set<string>;
  readonly tableFunctions: Set<string>;
}

/** Collects base tables that are not CTEs in scope. A CTE sees the CTEs before it and, when recursive, itself. */
function walk(node: JsonValue, scope: ReadonlySet<string>, found: Found): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, scope, found);
    return;
  }
  if (!isJsonObject(node)) return;
  const name = node["function_name"];
  if (typeof name === "string" && name !== "") found.functions.add(name);
  if (node["type"] === "TABLE_FUNCTION") found.tableFunctions.add(calledName(node["function"]));
  if (node["type"] === "BASE_TABLE") {
    const schema = asText(node["schema_name"] ?? "").toLowerCase();
    const table = asText(node["table_name"]).toLowerCase();
    if (schema !== "") found.inputs.add(`${schema}.${table}`);
    else if (!scope.has(table)) found.inputs.add(table);
  }
  const inner = walkCommonTables(node["cte_map"], scope, found);
  for (const [key, child] of Object.entries(node)) {
    if (key !== "cte_map") walk(child, inner, found);
  }
}

/** An expression that is no call by name has none that anyone would allow. */
function calledName(call: JsonValue | undefined): string {
  const { function_name: name, schema } = isJsonObject(call) ? call : {};
  return [schema, name]
    .map((part) => optionalText(part ?? "") ?? "")
    .filter((part) => part !== "")
    .join(".")
    .toLowerCase();
}

/** Walks the CTEs of one `with` and gives the scope of the query under it. */
function walkCommonTables(
  map: JsonValue | undefined,
  scope: ReadonlySet<string>,
  found: Found,
): ReadonlySet<string> {
  const entries = isJsonObject(map) ? map["map"] : undefined;
  if (!Array.isArray(entries) || entries.length === 0) return scope;
  const inner = new Set(scope);
  for (const entry of entries) {
    if (!isJsonObject(entry)) continue;
    const key = asText(entry["key"]).toLowerCase();
    const value = entry["value"] ?? null;
    walk(value, isRecursive(value) ? new Set([...inner, key]) : inner, found);
    inner.add(key);
  }
  return inner;
}

function isRecursive(commonTable: JsonValue): boolean {
  const query = isJsonObject(commonTable) ? commonTable["query"] : undefined;
  const node = isJsonObject(query) ? query["node"] : undefined;
  return isJsonObject(node) && node["type"] === "RECURSIVE_CTE_NODE";
}

export interface Column {
  readonly name: string;
  readonly type: string;
}

/** Names and types of what a SELECT returns, found without running it. Throws DuckDB's error where it does not fit its inputs. */
export async function describeSelect(database: Database, sql: string): Promise<Column[]> {
  const rows = await database.rows(`describe ${sql}`);
  return rows.map((row) => ({ name: asText(row["column_name"]), type: asText(row["column_type"]) }));
}

/** A typed relation without rows, for checking models that have no data yet. */
export function emptyRelation(columns: readonly Column[]): string {
  const list = columns.map(({ name, type }) => `cast(null as ${type}) as ${identifier(name)}`);
  return `select ${list.join(", ")} where false`;
}
