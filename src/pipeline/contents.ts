import { hash } from "node:crypto";
import { basename, dirname } from "node:path";

import type { Day } from "./days.ts";
import type { Batch, Manifest, TableState } from "./manifest.ts";
import type { PlanInputs } from "./plan.ts";

/** What names the content of everything that can be read, as it stands now. */
export interface Contents {
  /** Of the whole relation; undefined where it does not exist yet. */
  readonly idOf: (relation: string) => string | undefined;
  /** Of each day that has rows, for what is kept by day. */
  readonly daysOf: (relation: string) => ReadonlyMap<Day, string>;
}

type Source = Manifest["sources"][string];

export function contentsOf(manifest: Manifest, inputs: PlanInputs): Contents {
  const daysOf = (relation: string): ReadonlyMap<Day, string> => {
    if (relation.startsWith("bronze.")) return bronzeDays(sourceOf(manifest, relation));
    const state = manifest.tables[relation];
    return state === undefined ? new Map() : tableDays(state);
  };
  return {
    idOf: (relation) => {
      const [layer, name = ""] = relation.split(".");
      if (layer === "reference") return inputs.referenceIds.get(name);
      if (layer !== "bronze" && manifest.tables[relation] === undefined) return undefined;
      return wholeId(daysOf(relation));
    },
    daysOf,
  };
}

/** What a Bronze relation is made of; undefined where nothing was taken in, and for relations of other layers. */
export function sourceOf({ sources }: Manifest, relation: string): Source | undefined {
  const [layer, name = ""] = relation.split(".");
  return layer === "bronze" ? sources[name] : undefined;
}

export function rowsOfBatches(batches: readonly Batch[]): number {
  return batches.reduce((sum, { rows }) => sum + rows, 0);
}

/** The files of a Bronze relation by the day of their events. */
export function bronzeFiles(source: Source | undefined): ReadonlyMap<Day, readonly string[]> {
  const files = new Map<Day, string[]>();
  for (const file of (source?.batches ?? []).flatMap((batch) => batch.files)) {
    const day = basename(dirname(file)).slice("event_date=".length);
    const others = files.get(day);
    if (others === undefined) files.set(day, [file]);
    else others.push(file);
  }
  return files;
}

// States are never changed, only replaced: what was worked out of one holds as long as it lives.
const knownBronze = new WeakMap<Source, ReadonlyMap<Day, string>>();
const knownTables = new WeakMap<TableState, ReadonlyMap<Day, string>>();
const knownWholes = new WeakMap<ReadonlyMap<Day, string>, string>();

/** Bronze files are never changed, so the names of a day's files name its content. */
function bronzeDays(source: Source | undefined): ReadonlyMap<Day, string> {
  if (source === undefined) return new Map();
  const known = knownBronze.get(source);
  if (known !== undefined) return known;
  const days = new Map(
    [...bronzeFiles(source)].map(([day, files]) => [
      day,
      shortId(files.map((file) => basename(file)).toSorted()),
    ]),
  );
  knownBronze.set(source, days);
  return days;
}

function tableDays(state: TableState): ReadonlyMap<Day, string> {
  const known = knownTables.get(state);
  if (known !== undefined) return known;
  const days = new Map(
    Object.entries(state.parts)
      .filter(([day, { rows }]) => rows > 0 || day === "")
      .map(([day, { contentId }]) => [day, contentId]),
  );
  knownTables.set(state, days);
  return days;
}

function wholeId(days: ReadonlyMap<Day, string>): string {
  const known = knownWholes.get(days);
  if (known !== undefined) return known;
  const id = shortId([...days].map(([day, contentId]) => `${day}=${contentId}`).toSorted());
  knownWholes.set(days, id);
  return id;
}

/** Names a list of names; 64 bits tell apart more than any warehouse holds. */
export function shortId(names: readonly string[]): string {
  return hash("sha256", names.join("\n")).slice(0, 16);
}
