import type { Client } from "pg";

import { identifier, literal } from "../engine/database.ts";
import { entryFor, type Dictionary } from "../lib/dictionary.ts";
import type { GoldView } from "./gold-views.ts";
import { dimensions, factNames } from "./star-schema.ts";

interface ColumnRow {
  readonly schema: string;
  readonly relation: string;
  readonly column: string;
}

const columnsSql = `
  select nspname as schema, relname as relation, attname as column
  from pg_attribute
  inner join pg_class on pg_attribute.attrelid = pg_class.oid
  inner join pg_namespace on pg_class.relnamespace = pg_namespace.oid
  where nspname in ('indkpi', 'gold') and relkind in ('r', 'v') and attnum > 0 and not attisdropped
  order by nspname, relname, attnum`;

/** Says of every view and column what the dictionary of the project says of it. Keys have their comment from the start. */
export async function writeComments(
  client: Client,
  dictionary: Dictionary,
  views: readonly GoldView[],
): Promise<void> {
  const described = new Map(views.map(({ relation, description }) => [relation, description]));
  const named = [...dimensions.map(({ name }) => name), ...factNames].map((name) => `gold.${name}`);
  const known = new Set([...named, ...described.keys()]);
  const { rows } = await client.query<ColumnRow>(columnsSql);
  const ofColumns = rows.flatMap(({ schema, relation, column }) => {
    if (!known.has(`gold.${relation}`)) return [];
    const meaning = columnComment(dictionary, `gold.${relation}`, column);
    if (meaning === undefined) return [];
    return [
      `comment on column ${[schema, relation, column].map(identifier).join(".")} is ${literal(meaning)}`,
    ];
  });
  const ofViews = [...known].map((relation) => {
    const text =
      described.get(relation) ?? `${relation.replace("gold.", "indkpi.")} with names in place of keys.`;
    return `comment on view ${relation.split(".").map(identifier).join(".")} is ${literal(text)}`;
  });
  await client.query([...ofColumns, ...ofViews].join(";\n"));
}

/** Meaning, unit, formula and when it is null, in one line. */
function columnComment(dictionary: Dictionary, relation: string, column: string): string | undefined {
  const entry = entryFor(dictionary, relation, column);
  if (entry === undefined) return undefined;
  const { meaning, unit, formula, nullWhen } = entry;
  const parts = [
    meaning,
    unit === "" ? "" : `Unit: ${unit}.`,
    formula === "" ? "" : `Formula: ${formula}.`,
    nullWhen === "" ? "" : `Null: ${nullWhen}.`,
  ];
  return parts.filter((part) => part !== "").join(" ");
}
