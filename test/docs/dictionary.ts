import type { Column } from "../../src/engine/select.ts";
import { entryFor, type Dictionary, type Entry } from "../../src/lib/dictionary.ts";

export type Columns = ReadonlyMap<string, readonly Column[]>;

/** Every place an entry speaks of, as far as no more particular one does. */
export function relationsOf(entry: Entry, dictionary: Dictionary, columns: Columns): readonly string[] {
  return [...columns]
    .filter(([relation, list]) => {
      const isThere = list.some(({ name }) => name === entry.column);
      return isThere && entryFor(dictionary, relation, entry.column) === entry;
    })
    .map(([relation]) => relation);
}

/** `relation.column` without an entry. */
export function missingEntries(dictionary: Dictionary, columns: Columns): readonly string[] {
  return [...columns].flatMap(([relation, list]) =>
    list
      .filter(({ name }) => entryFor(dictionary, relation, name) === undefined)
      .map(({ name }) => `${relation}.${name}`),
  );
}

/** Keys of entries that no column needs, and keys that are there twice. */
export function idleEntries(dictionary: Dictionary, columns: Columns): readonly string[] {
  const keys = dictionary.map(({ key }) => key);
  const repeated = keys.filter((key, index) => keys.indexOf(key) !== index);
  const unused = dictionary.filter((entry) => relationsOf(entry, dictionary, columns).length === 0);
  return [...new Set([...repeated, ...unused.map(({ key }) => key)])];
}
