import { isJsonObject, type JsonObject, type JsonValue } from "./values.ts";

/**
 * The columns of a SELECT of which no two rows share the values, because it groups by them, as DuckDB's parser writes
 * it down. `select * from x` says what the common table expression x says. Empty where the syntax does not tell.
 */
export function groupedColumns(node: JsonValue | undefined): readonly string[] {
  if (!isJsonObject(node) || node["type"] !== "SELECT_NODE") return [];
  const common = commonTableRead(node);
  if (common !== undefined) return groupedColumns(common);
  const [groups, sets, items] = [node["group_expressions"], node["group_sets"], node["select_list"]];
  if (!Array.isArray(groups) || !Array.isArray(sets) || !Array.isArray(items)) return [];
  const [set] = sets;
  // More than one set (rollup, cube) repeats keys; `group by all` names none.
  if (groups.length === 0 || sets.length !== 1 || !Array.isArray(set) || set.length !== groups.length)
    return [];
  const names = groups.map((group) => nameOf(items.find((item) => sameExpression(item, group))));
  return names.every((name) => name !== undefined) ? names : [];
}

/** The query behind x where the whole SELECT is `select * from x`. */
function commonTableRead(node: JsonObject): JsonValue | undefined {
  const [items, table, commons] = [node["select_list"], node["from_table"], node["cte_map"]];
  if (!Array.isArray(items) || items.length !== 1 || !isPlainStar(items[0])) return undefined;
  if (!isJsonObject(table) || table["type"] !== "BASE_TABLE" || table["schema_name"] !== "") return undefined;
  const entries = isJsonObject(commons) ? commons["map"] : undefined;
  if (!Array.isArray(entries)) return undefined;
  const entry = entries.find(
    (candidate) => isJsonObject(candidate) && candidate["key"] === table["table_name"],
  );
  const value = isJsonObject(entry) ? entry["value"] : undefined;
  if (!isJsonObject(value) || !isEmpty(value["aliases"]) || !isEmpty(table["column_name_alias"]))
    return undefined;
  const query = value["query"];
  return isJsonObject(query) ? query["node"] : undefined;
}

function isPlainStar(item: JsonValue | undefined): boolean {
  if (!isJsonObject(item) || item["type"] !== "STAR") return false;
  return ["exclude_list", "replace_list", "rename_list", "qualified_exclude_list"].every((key) =>
    isEmpty(item[key]),
  );
}

function isEmpty(list: JsonValue | undefined): boolean {
  return list === undefined || (Array.isArray(list) && list.length === 0);
}

/** What a column is called: its alias, or the name of the column that it takes over. */
function nameOf(item: JsonValue | undefined): string | undefined {
  if (!isJsonObject(item)) return undefined;
  if (typeof item["alias"] === "string" && item["alias"] !== "") return item["alias"];
  const path = item["type"] === "COLUMN_REF" ? item["column_names"] : undefined;
  const name = Array.isArray(path) ? path.at(-1) : undefined;
  return typeof name === "string" ? name : undefined;
}

function sameExpression(item: JsonValue, group: JsonValue): boolean {
  return withoutPlace(item) === withoutPlace(group);
}

/** An expression as text, without its alias and where it stands. */
function withoutPlace(expression: JsonValue): string {
  const bare = isJsonObject(expression) ? { ...expression, alias: "" } : expression;
  return JSON.stringify(bare, (key, value: unknown) => (key === "query_location" ? undefined : value));
}
