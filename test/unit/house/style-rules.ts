import { codeOf, type SqlFile } from "./sql-files.ts";
import { at, listAt, textAt, type TreeNode } from "./syntax-tree.ts";

export const maxWidth = 120;
export const maxLines = 160;

/** A source of Bronze is one file by contract and cannot be split: its fields, its verdicts and its columns. */
const maxSourceLines = 240;

/** Header lines that each folder knows; the rest of `sql/` has none. */
const headerKeys: Readonly<Record<string, readonly string[]>> = {
  bronze: ["kind", "version", "grain"],
  silver: ["grain", "kind", "version", "partition", "window", "keys", "collect", "dialect"],
  gold: ["grain", "kind", "version", "partition", "window", "keys", "collect", "dialect"],
  checks: ["severity", "scope"],
  verify: ["grain"],
  analytics: ["param"],
  explain: ["param"],
  macros: ["param"],
};
const values: Readonly<Record<string, RegExp>> = {
  kind: /^(?:source|table|view)$/,
  version: /^[1-9]\d*$/,
  severity: /^(?:error|warn)$/,
  dialect: /^duckdb$/,
  partition: /^[a-z]+(?:_[a-z]+)*$/,
  keys: /^[a-z]+(?:_[a-z]+)*$/,
  scope: /^all$/,
};

/** What is wrong with the text of a file, one sentence each. */
export function textFaults({ path, folder, sql }: SqlFile): string[] {
  const faults: string[] = [];
  const lines = sql.split("\n");
  const code = codeOf(sql);
  if (!/^sql\/(?:[a-z0-9_]+\/)+[a-z][a-z0-9_]*\.sql$/.test(path))
    faults.push("a path that is not lower_snake");
  if (!/[^\n]\n$/.test(sql)) faults.push("it does not end in one line end");
  const limit = path.startsWith("sql/bronze/") ? maxSourceLines : maxLines;
  if (lines.length - 1 > limit) faults.push(`${lines.length - 1} lines`);
  for (const [index, line] of lines.entries()) {
    const width = Array.from(line).length;
    if (width > maxWidth) faults.push(`line ${index + 1} is ${width} wide`);
    if (/[\t\r]/.test(line)) faults.push(`line ${index + 1} has a tab or carriage return`);
    if (/\s$/.test(line)) faults.push(`line ${index + 1} ends in blanks`);
  }
  for (const [index, line] of code.split("\n").entries()) {
    const [upper] = /\b\w*[A-Z]\w*\b/.exec(line) ?? [];
    if (upper !== undefined) faults.push(`line ${index + 1} has ${upper} in capitals`);
    if (line.includes("<>")) faults.push(`line ${index + 1} writes <> for !=`);
  }
  return [...faults, ...headerFaults(folder, lines)];
}

function headerFaults(folder: string, lines: readonly string[]): string[] {
  const faults: string[] = [];
  const end = lines.findIndex((line) => !line.startsWith("--"));
  const header = lines.slice(0, end);
  const sentences = header.filter((line) => !line.startsWith("--!"));
  if (!/^-- [A-Z`]/.test(lines[0] ?? "")) faults.push("it does not begin with a sentence");
  else if (!/[.?:]$/.test(sentences.at(-1) ?? "")) faults.push("its first sentence does not end");
  const known = headerKeys[folder] ?? [];
  for (const [index, line] of lines.entries()) {
    if (!line.trimStart().startsWith("--!")) continue;
    const [, key = "", value = ""] = /^--! ([a-z]+): (.+)$/.exec(line) ?? [];
    if (index >= header.length) faults.push(`line ${index + 1}: ${line.trim()} is not in the header`);
    else if (!known.includes(key)) faults.push(`line ${index + 1}: ${line} is unknown here`);
    else if (!(values[key]?.test(value) ?? true)) faults.push(`line ${index + 1}: ${line} is unknown here`);
  }
  return faults;
}

/** What is wrong with the shape of a model: CTEs, the last of them `final`, then that; or one bare SELECT from one relation. */
export function shapeFaults(top: TreeNode, sql: string): string[] {
  const faults: string[] = [];
  const names = listAt(top, "cte_map", "map").map((entry) => textAt(entry, "key"));
  const isFromOne = textAt(top, "from_table", "type") === "BASE_TABLE";
  if (names.length === 0) {
    if (!isFromOne) faults.push("it is neither CTEs nor a SELECT from one relation");
  } else {
    if (names.at(-1) !== "final") faults.push("its last CTE is not final");
    if (sql.trimEnd().split("\n").at(-1) !== "select * from final")
      faults.push("its last line is not select * from final");
  }
  for (const name of names) {
    if (/^(?:ctes?|tmp|temp|t\d*|x|data|foo)$/.test(name)) faults.push(`a CTE called ${name}`);
  }
  if (at(top, "type") !== "SELECT_NODE") faults.push("it ends in a set operation");
  return faults;
}
