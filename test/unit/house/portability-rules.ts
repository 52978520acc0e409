import { codeOf } from "./sql-files.ts";
import { at, isNode, listAt, nodesOf, textAt, type TreeNode } from "./syntax-tree.ts";

const functions = new Set(
  `count count_star sum min max avg row_number rank dense_rank lag lead first_value last_value nullif abs floor ceil round
  upper lower trim substring concat max_by min_by greatest least + - * / % || ~~ !~~`.split(/\s+/),
);
const dateParts = new Set(["year", "month", "day", "hour", "minute", "second"]);
const castTypes = new Set(["BIGINT", "INTEGER", "DOUBLE", "DATE", "TIMESTAMP", "BOOLEAN"]);
const joinTypes = new Set(["INNER", "LEFT"]);
const reservedNames = new Set(["day", "hour", "timestamp", "value", "order", "end", "start"]);
const clockNames = new Set([
  "current_date",
  "current_time",
  "current_timestamp",
  "localtime",
  "localtimestamp",
]);
const framelessWindows = new Set(["row_number", "rank", "dense_rank", "lag", "lead"]);

/** What in a statement another engine would not take, or would take otherwise; one sentence each. */
export function portabilityFaults(sql: string, top: TreeNode, dialect: ReadonlySet<string>): string[] {
  const faults = new Set(tokenFaults(codeOf(sql)));
  for (const modifier of listAt(top, "modifiers")) {
    const type = textAt(modifier, "type");
    if (type === "ORDER_MODIFIER") faults.add("order by at the top");
  }
  const intervals = new Set<unknown>(
    [...nodesOf(top)].filter(isQuotedInterval).flatMap((node) => [...nodesOf(node)]),
  );
  for (const node of nodesOf(top)) {
    for (const fault of [...expressionFaults(node, dialect, intervals.has(node)), ...relationFaults(node)]) {
      faults.add(fault);
    }
  }
  return [...faults].toSorted();
}

const tokens: readonly (readonly [pattern: RegExp, fault: string])[] = [
  [/::/, "a cast by ::"],
  [/\/\//, "whole division by //"],
  [/"/, "double quotes"],
  [/\binterval\s+[^'\s]/, "an interval without quotes"],
  [/(?:^|\(|\ball|\bunion|\bexcept|\bintersect)\s*from\b/, "FROM before select"],
  [/\blimit\s+\d/, "limit"],
];

function tokenFaults(code: string): string[] {
  return tokens.filter(([pattern]) => pattern.test(code)).map(([, fault]) => fault);
}

/** The parser turns `interval '8' hour` into function calls; they are not the author's. */
function isQuotedInterval(node: TreeNode): boolean {
  return /^to_(?:year|month|day|hour|minute|second)s$/.test(textAt(node, "function_name"));
}

function* expressionFaults(
  node: TreeNode,
  dialect: ReadonlySet<string>,
  isInterval: boolean,
): Generator<string> {
  const name = textAt(node, "function_name");
  if (name === "date_part") {
    const part = textAt(listAt(node, "children")[0], "value", "value");
    if (!dateParts.has(part)) yield `extract of ${part === "" ? "something" : part}`;
  } else if (name !== "" && !isInterval && !functions.has(name) && !dialect.has(name)) {
    yield `the function ${name}`;
  }
  if (name === "/") yield* divisionFaults(node);
  if (listAt(node, "order_bys", "orders").length > 0) yield `an order inside ${name}()`;
  switch (textAt(node, "class")) {
    case "CAST": {
      const type = textAt(node, "cast_type", "id");
      if (!isInterval && !castTypes.has(type)) yield `a cast to ${type.toLowerCase()}`;
      if (node["try_cast"] === true) yield "try_cast";
      break;
    }
    case "CONSTANT":
      if (textAt(node, "value", "type", "id") === "DECIMAL") yield "a decimal literal";
      break;
    case "STAR":
      if (
        ["exclude_list", "qualified_exclude_list", "replace_list", "rename_list"].some(
          (key) => listAt(node, key).length > 0,
        )
      ) {
        yield "a star with exclude, replace or rename";
      }
      if (node["columns"] === true || node["unpacked"] === true) yield "columns()";
      break;
    case "COLUMN_REF": {
      const names = listAt(node, "column_names");
      const last = String(names.at(-1));
      if (names.length > 2) yield `the three-part name ${names.join(".")}`;
      if (reservedNames.has(last)) yield `the column name ${last}`;
      if (clockNames.has(last)) yield last;
      break;
    }
    case "LAMBDA":
      yield "a lambda";
      break;
    case "OPERATOR":
      if (/EXTRACT|SLICE|ARRAY|STRUCT/.test(textAt(node, "type"))) yield "a list or struct access";
      if (textAt(node, "type") === "OPERATOR_TRY") yield "try()";
      break;
    case "WINDOW":
      yield* windowFaults(node, name);
      break;
    default:
  }
  const alias = textAt(node, "alias");
  if (textAt(node, "class") !== "" && reservedNames.has(alias)) yield `the column name ${alias}`;
}

/** x/0 is infinity here and an error there, and two whole numbers divide differently. */
function* divisionFaults(node: TreeNode): Generator<string> {
  const [left, right] = listAt(node, "children");
  const isConstant = textAt(right, "class") === "CONSTANT" && Number(at(right, "value", "value")) !== 0;
  if (!isConstant && textAt(right, "function_name") !== "nullif") yield "a division without nullif";
  if (isWhole(left) && isWhole(right)) yield "a division of whole numbers";
}

function isWhole(node: unknown): boolean {
  const ids = [textAt(node, "value", "type", "id"), textAt(node, "cast_type", "id")];
  return ids.includes("INTEGER") || ids.includes("BIGINT");
}

function* windowFaults(node: TreeNode, name: string): Generator<string> {
  const isOrdered = listAt(node, "orders").length > 0;
  const frame = `${textAt(node, "start")} ${textAt(node, "end")}`;
  const isDefault = frame === "UNBOUNDED_PRECEDING CURRENT_ROW_RANGE";
  if (node["ignore_nulls"] === true) yield "ignore nulls";
  if (listAt(node, "orders").some((order) => textAt(order, "expression", "class") === "CONSTANT")) {
    yield "a window ordered by a constant";
  }
  if (textAt(node, "exclude_clause") !== "NO_OTHER") yield "a frame with exclude";
  if (framelessWindows.has(name)) {
    if (!isOrdered) yield `${name} without an order`;
    if (!isDefault) yield `a frame on ${name}`;
  } else {
    if (/_RANGE|_GROUPS/.test(isDefault ? "" : frame)) yield "a range or groups frame";
    if (isOrdered && isDefault) yield `${name} over an order without a rows frame`;
    if (!isOrdered && /^(?:first|last)_value$/.test(name)) yield `${name} without an order`;
  }
}

const relationTypes: Readonly<Record<string, string>> = {
  RECURSIVE_CTE_NODE: "a recursive CTE",
  PIVOT: "pivot",
  TABLE_FUNCTION: "a table function",
  SHOW_REF: "describe, summarize or show",
  EXPRESSION_LIST: "values",
  LIMIT_MODIFIER: "limit",
  LIMIT_PERCENT_MODIFIER: "limit",
};

function* relationFaults(node: TreeNode): Generator<string> {
  const type = textAt(node, "type");
  const forbidden = relationTypes[type];
  if (forbidden !== undefined) yield forbidden;
  if (type === "BASE_TABLE" && textAt(node, "catalog_name") !== "") yield "a relation with a catalog";
  if (type === "DISTINCT_MODIFIER" && listAt(node, "distinct_on_targets").length > 0) yield "distinct on";
  if (type === "JOIN") {
    const kind = textAt(node, "ref_type");
    if (kind !== "REGULAR" && kind !== "CROSS") yield `a ${kind.toLowerCase()} join`;
    if (!joinTypes.has(textAt(node, "join_type"))) yield `a ${textAt(node, "join_type").toLowerCase()} join`;
    if (listAt(node, "using_columns").length > 0) yield "a join with using";
    if (kind === "REGULAR" && !hasEquality(node["condition"])) yield "a join without an equality";
  }
  if (textAt(node, "setop_type").endsWith("BY_NAME")) yield "union by name";
  if (isNode(node["qualify"])) yield "qualify";
  if (isNode(node["sample"])) yield "a sample";
  if (isNode(node["at_clause"])) yield "at (version)";
  if (textAt(node, "aggregate_handling") === "FORCE_AGGREGATES") yield "group by all";
  if (listAt(node, "group_sets").length > 1) yield "grouping sets";
}

function hasEquality(condition: unknown): boolean {
  return [...nodesOf(condition)].some((node) => node["type"] === "COMPARE_EQUAL");
}
