import { resultFormats } from "../lib/result.ts";

export interface CompletionSource {
  readonly relations: readonly string[];
  /** The commands, as in `.tables`. */
  readonly commands: readonly string[];
  readonly columnsOf: (relation: string) => Promise<readonly string[]>;
}

const keywords =
  "and as asc between by case count(*) desc distinct else end explain from group having in inner is join left like limit not null on or order over partition select sum( then union where with when".split(
    " ",
  );

/**
 * What the last word may be completed to: a command, a relation, a column of the relations that the statement names, a
 * keyword. `before` holds the lines of the statement above.
 */
export async function completionsOf(
  line: string,
  before: string,
  { relations, commands, columnsOf }: CompletionSource,
): Promise<{ readonly candidates: readonly string[]; readonly word: string }> {
  const [word = ""] = /[\w.]*$/.exec(line) ?? [];
  const matching = (names: Iterable<string>): readonly string[] =>
    [...new Set(names)].filter((name) => name.startsWith(word.toLowerCase())).toSorted();

  if (before.trim() === "" && line.trimStart().startsWith(".")) {
    if (/^\s*\.(?:schema|tables)\s/.test(line)) return { candidates: matching(relations), word };
    if (/^\s*\.format\s/.test(line)) return { candidates: matching(resultFormats), word };
    return { candidates: matching(commands), word };
  }
  const named = relations.filter((relation) =>
    mentions(`${before}${line.slice(0, -word.length || undefined)}`, relation),
  );
  const columns = (await Promise.all(named.map(columnsOf))).flat();
  const [qualifier = "", ...parts] = word.toLowerCase().split(".");
  const isLayer = relations.some((relation) => relation.startsWith(`${qualifier}.`));
  if (parts.length > 0 && !isLayer) {
    return { candidates: matching(columns.map((column) => `${qualifier}.${column}`)), word };
  }
  return { candidates: matching([...relations, ...columns, ...keywords]), word };
}

function mentions(text: string, relation: string): boolean {
  return new RegExp(`\\b${relation.replace(".", "\\.")}\\b`, "i").test(text);
}
