import { entryFor, type Dictionary, type Entry } from "../../src/lib/dictionary.ts";
import { relationsOf, type Columns } from "./dictionary.ts";

/** What the end of a name promises of its unit, first match wins. */
const unitByName: readonly (readonly [name: RegExp, unit: RegExp])[] = [
  [/_mm_s$/, /^mm\/s$/],
  [/_cycle_us$/, /^us\/piece$/],
  [/^(?:ideal|best)_cycle_s$/, /^s\/piece$/],
  [/_ms$/, /^ms$/],
  [/_us$/, /^us$/],
  [/_s$/, /^s$/],
  [/_1000_h$/, /^failures\/1000 h$/],
  [/_per_h$/, /^pieces\/h$/],
  [/_h$/, /^h$/],
  [/_j$/, /^J$/],
  [/_kwh$/, /^kWh$/],
  [/_kw$/, /^kW$/],
  [/_c$/, /^C$/],
  [/_qty$/, /^pieces$/],
  [/^(?:starts|ends)_at$/, /^local time$/],
  [/_at$/, /^UTC time$/],
  [/^(?:event|utc|applies)_date$/, /^UTC date$/],
  [/_(?:date|week|month)$/, /^local date$/],
  [/^(?:is|has|gives)_/, /^true\/false$/],
  [/_no$/, /^ordinal$/],
  [/_(?:ratio|points|coverage|yield)$/, /^ratio$/],
  [/_(?:id|code|type|zone|name)$/, /^text$/],
];

/** Units whose values may be added when they are of different rows; all others never may. */
const neverAdded =
  /^(?:ratio|index|ordinal|hash|.*\btext|true\/false|(?:local|UTC) (?:date|time)|.+\/.+|C|kW)$/;
const notNumbers = /^(?:hash|ordinal|.*\btext|true\/false|(?:local|UTC) (?:date|time))$/;

/** What is wrong with an entry in itself, one sentence each. */
export function entryFaults(entry: Entry, dictionary: Dictionary, columns: Columns): readonly string[] {
  const { key, column, unit, addsUp, meaning, formula } = entry;
  const faults: string[] = [];
  if (!/^\S.*\.$/s.test(meaning)) faults.push("its meaning is no sentence");
  const promised = unitByName.find(([name]) => name.test(column))?.[1];
  if (unit === "") faults.push("it has no unit");
  else if (promised?.test(unit) === false) faults.push(`its unit is ${unit}, which its name does not say`);
  if (!/^(?:yes|no|within [a-z_]+(?:, [a-z_]+)*)?$/.test(addsUp)) faults.push(`adds_up is ${addsUp}`);
  if (addsUp === "yes" && neverAdded.test(unit)) faults.push(`${unit} does not add up`);
  if (addsUp === "" && unit !== "count" && !notNumbers.test(unit))
    faults.push("it does not say whether it adds up");
  const relations = relationsOf(entry, dictionary, columns);
  const within = addsUp.startsWith("within ") ? addsUp.slice("within ".length).split(", ") : [];
  for (const name of [...within, ...namesIn(formula)]) {
    const qualified = /^([a-z]+\.[a-z0-9_]+)\.([a-z0-9_]+)$/.exec(name);
    const [, relation = "", inner = ""] = qualified ?? [];
    const places =
      qualified === null ? relations.map((place) => [place, name] as const) : [[relation, inner] as const];
    const lacking = places.find(
      ([place, wanted]) => columns.get(place)?.some((found) => found.name === wanted) !== true,
    );
    if (lacking !== undefined) faults.push(`it names ${name}, which is no column of ${lacking[0]}`);
  }
  return faults.map((fault) => `${key}: ${fault}`);
}

const words = new Set(
  `and as avg between by case cast coalesce count distinct else end false filter greatest in is least max micros_between min
  not null or order over partition stddev_samp sum then true when where`.split(/\s+/),
);

/** The columns that a formula names. */
export function namesIn(formula: string): readonly string[] {
  const code = formula.replaceAll(/'[^']*'/g, "''").replaceAll(/(?<![a-z_.0-9])\d[\d.]*(?:e-?\d+)?/g, "0");
  const names = code.match(/[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*/g) ?? [];
  return [...new Set(names.filter((name) => !words.has(name)))];
}

/** Entries that repeat what a wider entry says. */
export function needlessEntries(dictionary: Dictionary, columns: Columns): readonly string[] {
  const textOf = ({ unit, addsUp, meaning, formula, nullWhen, source }: Entry): string =>
    JSON.stringify([unit, addsUp, meaning, formula, nullWhen, source]);
  return dictionary
    .filter((entry) => {
      const others = dictionary.filter((other) => other !== entry);
      const relations = relationsOf(entry, dictionary, columns);
      if (entry.scope === "" || relations.length === 0) return false;
      return relations.every((relation) => {
        const wider = entryFor(others, relation, entry.column);
        return wider !== undefined && textOf(wider) === textOf(entry);
      });
    })
    .map(({ key }) => key);
}
