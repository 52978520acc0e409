import { quote, type Fault } from "./faults.ts";
import { didYouMean } from "./nearest.ts";
import type { LinkSpec } from "./spec.ts";
import { faultAt, valueOf, type Row, type Table, type Tables } from "./table.ts";

const tupleOf = (values: readonly (string | null)[]): string => JSON.stringify(values);

function nameTuple(columns: readonly string[], row: Row): string {
  return columns.map((column) => `${column} ${quote(valueOf(row, column) ?? "")}`).join(", ");
}

/** Rows that repeat the key of an earlier one. */
export function checkKey(table: Table): readonly Fault[] {
  const { key } = table.spec;
  if (key === undefined) return [];
  const needed = table.spec.columns.filter(({ name, isRequired }) => isRequired && key.includes(name));
  const firstLines = new Map<string, number>();
  return table.rows.flatMap((row) => {
    const isUnclear =
      !row.isAligned ||
      needed.some(({ name }) => valueOf(row, name) === null) ||
      key.some((column) => row.faulty.has(column));
    if (isUnclear) return [];
    const tuple = tupleOf(key.map((column) => valueOf(row, column)));
    const firstLine = firstLines.get(tuple);
    if (firstLine === undefined) {
      firstLines.set(tuple, row.record.line);
      return [];
    }
    const [column = ""] = key;
    return [faultAt(table, row, column, `line ${firstLine} has the same ${key.join(", ")}`)];
  });
}

const maxSuggestible = 1000;

function checkLink(table: Table, link: LinkSpec, target: Table): readonly Fault[] {
  const { columns, targets, when } = link;
  const known = new Set(target.rows.map((row) => tupleOf(targets.map((column) => valueOf(row, column)))));
  return table.rows.flatMap((row) => {
    const values = columns.map((column) => valueOf(row, column));
    const applies = when === undefined || valueOf(row, when.column) === when.value;
    if (!row.isAligned || !applies || values.includes(null) || known.has(tupleOf(values))) return [];
    const column = columns.at(-1) ?? "";
    const [targetColumn = ""] = targets;
    if (columns.length > 1) {
      return [faultAt(table, row, column, `${target.file} has no row with ${nameTuple(columns, row)}`)];
    }
    const candidates =
      known.size > maxSuggestible ? [] : target.rows.map((other) => valueOf(other, targetColumn) ?? "");
    const hint = didYouMean(values[0] ?? "", candidates);
    return [faultAt(table, row, column, `${target.file} has no such ${targetColumn}${hint}`)];
  });
}

/**
 * Values that name no row of the table they point to. A file that is missing says nothing about what exists, nor
 * does one that could not be read to its end or that lacks the column pointed to.
 */
export function checkLinks(table: Table, tables: Tables): readonly Fault[] {
  return (table.spec.links ?? []).flatMap((link) => {
    const target = tables.get(link.table);
    const isKnown =
      target?.isPresent &&
      target.isComplete &&
      (target.layout.fields.size === 0 || link.targets.every((name) => target.layout.fields.has(name)));
    return target !== undefined && isKnown ? checkLink(table, link, target) : [];
  });
}
