import type { Column } from "../../src/engine/select.ts";
import type { SqlReference } from "../helpers/reference-docs.ts";
import { entryFor, type Entry } from "../../src/lib/dictionary.ts";
import { code, table } from "./markdown.ts";

/** The columns of a relation: what each is, in what unit, and how it is computed. */
export function columnTable(
  { dictionary }: SqlReference,
  relation: string,
  columns: readonly Column[],
): string {
  const rows = columns.map(({ name, type }) => {
    const entry = entryFor(dictionary, relation, name);
    return [
      code(name),
      type.toLowerCase(),
      entry?.unit ?? "",
      entry?.addsUp.replaceAll("_", "\\_") ?? "",
      entry === undefined ? "" : meaningOf(entry),
      code(entry?.formula ?? ""),
    ];
  });
  return table(["column", "type", "unit", "adds up", "meaning", "formula"], rows);
}

function meaningOf({ meaning, nullWhen, source }: Entry): string {
  const isNull = nullWhen === "" ? "" : ` *Null:* ${nullWhen}.`;
  const from = source === "" ? "" : ` *${source}.*`;
  return `${meaning}${isNull}${from}`;
}
