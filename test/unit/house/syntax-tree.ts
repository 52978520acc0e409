import type { Database } from "../../../src/engine/database.ts";
import { asText } from "../../../src/engine/values.ts";

export interface TreeNode {
  readonly [key: string]: unknown;
}

export function isNode(value: unknown): value is TreeNode {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every object of a tree, parents first. */
export function* nodesOf(value: unknown): Generator<TreeNode> {
  if (Array.isArray(value)) {
    for (const item of value) yield* nodesOf(item);
  } else if (isNode(value)) {
    yield value;
    for (const child of Object.values(value)) yield* nodesOf(child);
  }
}

/** What stands at a path of keys, or undefined. */
export function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((node, key) => (isNode(node) ? node[key] : undefined), value);
}

export function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = at(value, ...keys);
  return Array.isArray(found) ? found : [];
}

export function textAt(value: unknown, ...keys: readonly string[]): string {
  const found = at(value, ...keys);
  return typeof found === "string" ? found : "";
}

/** The top node of the one SELECT that a text is. */
export async function selectNode(database: Database, sql: string): Promise<TreeNode> {
  const [row] = await database.rows("select json_serialize_sql($sql::varchar) as tree", { sql });
  // Positions may be beyond 2^53, and nobody needs them.
  const tree: unknown = JSON.parse(
    asText(row?.["tree"]).replaceAll(/"query_location":\d+/g, '"query_location":0'),
  );
  const [statement] = listAt(tree, "statements");
  const node = at(statement, "node");
  if (!isNode(node)) throw new Error(`not a SELECT: ${sql}`);
  return node;
}
