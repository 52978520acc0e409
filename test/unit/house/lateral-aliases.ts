import type { Database } from "../../../src/engine/database.ts";
import { asText } from "../../../src/engine/values.ts";
import { at, isNode, listAt, nodesOf, textAt, type TreeNode } from "./syntax-tree.ts";

/**
 * Columns that a SELECT takes from its own list instead of what it reads, which other engines do not allow. The inputs
 * must be bound in the database: a name that cannot be read from what stands after `from` is such a column.
 */
export async function lateralAliases(database: Database, top: TreeNode): Promise<string[]> {
  const found: string[] = [];
  for (const { node, tables } of selectsOf(top, [])) {
    const own = listAt(node, "select_list");
    const aliases = new Set(own.map((item) => textAt(item, "alias")).filter((alias) => alias !== ""));
    const clauses = [own, node["where_clause"], node["group_expressions"], node["having"]];
    const used = [...nodesOf(clauses)].flatMap((item) => {
      const names = item["class"] === "COLUMN_REF" ? listAt(item, "column_names") : [];
      return names.length === 1 ? [String(names[0])] : [];
    });
    for (const name of new Set(used.filter((candidate) => aliases.has(candidate)))) {
      if (!(await canRead(database, name, node, tables))) found.push(name);
    }
  }
  return found;
}

interface ScopedSelect {
  readonly node: TreeNode;
  /** The CTEs that it sees. */
  readonly tables: readonly unknown[];
}

function* selectsOf(value: unknown, outer: readonly unknown[]): Generator<ScopedSelect> {
  if (Array.isArray(value)) {
    for (const item of value) yield* selectsOf(item, outer);
    return;
  }
  if (!isNode(value)) return;
  const tables = [...outer];
  for (const entry of listAt(value, "cte_map", "map")) {
    yield* selectsOf(at(entry, "value"), [...tables]);
    tables.push(entry);
  }
  if (value["type"] === "SELECT_NODE") yield { node: value, tables };
  for (const [key, child] of Object.entries(value)) {
    if (key !== "cte_map") yield* selectsOf(child, tables);
  }
}

async function canRead(
  database: Database,
  name: string,
  node: TreeNode,
  tables: readonly unknown[],
): Promise<boolean> {
  const column = {
    class: "COLUMN_REF",
    type: "COLUMN_REF",
    alias: "",
    query_location: 0,
    column_names: [name],
  };
  const statement = {
    node: {
      ...node,
      modifiers: [],
      cte_map: { map: tables },
      select_list: [column],
      where_clause: null,
      group_expressions: [],
      group_sets: [],
      having: null,
      qualify: null,
    },
    named_param_map: [],
  };
  // JavaScript writes the double 1.0 as 1, which the reader of trees does not take for a double.
  const tree = JSON.stringify({ error: false, statements: [statement] }).replaceAll(
    /("id":"DOUBLE"[^{}]*\},"is_null":false,"value":-?\d+)(?=[,}])/g,
    "$1.0",
  );
  const [row] = await database.rows("select json_deserialize_sql($tree::json) as sql", { tree });
  return await database.rows(`describe ${asText(row?.["sql"])}`).then(
    () => true,
    () => false,
  );
}
