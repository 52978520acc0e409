import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { literal } from "../engine/database.ts";
import { StatementFailure } from "../engine/statement-failure.ts";
import { publishFile, syncFile } from "../lib/atomic-file.ts";
import { startProgress } from "../lib/progress.ts";
import { shortId } from "./contents.ts";
import type { Day } from "./days.ts";
import { checkInputs, type Graph } from "./graph.ts";
import type { Manifest, Part, TableState } from "./manifest.ts";
import { partFormat } from "./part-format.ts";
import { buildMode, readsOf } from "./reads.ts";
import type { Session } from "./session.ts";
import { objectFile } from "./table-files.ts";
import { useThreads } from "./threads.ts";

/** The days of a table that fall into one month, as far as they have rows. */
export interface Month {
  readonly days: readonly (readonly [Day, Part])[];
  /**
   * Where a copy of all of them may lie as one file, relative to the warehouse: DuckDB takes many times as long to open
   * thirty files as to open one. The name tells the content, so whoever finds it can read it, and whoever does not
   * reads the days. Undefined for a table that is not split.
   */
  readonly pack: string | undefined;
}

/** Fewer files than this are read as they are. */
const minDays = 8;

const knownMonths = new WeakMap<TableState, readonly Month[]>();

/** The files of a table by month, in order. */
export function monthsOf(relation: string, state: TableState): readonly Month[] {
  const known = knownMonths.get(state);
  if (known !== undefined) return known;
  const days = new Map<string, [Day, Part][]>();
  for (const entry of Object.entries(state.parts).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const [day, { sha256 }] = entry;
    if (sha256 === "") continue;
    const name = day.slice(0, "2026-01".length);
    const others = days.get(name);
    if (others === undefined) days.set(name, [entry]);
    else others.push(entry);
  }
  const months = [...days].map(([name, entries]) => {
    const id = shortId(entries.map(([day, { sha256 }]) => `${day}=${sha256}`));
    const pack = name === "" ? undefined : `.indkpi/packs/${relation}/${name}-${id}.parquet`;
    return { days: entries, pack };
  });
  knownMonths.set(state, months);
  return months;
}

/** Packs the months that are over, of tables that are read as a whole. They only save time: where one cannot be written, the days are read. */
export async function packMonths(
  { database, graph, project, paths, effects }: Session,
  manifest: Manifest,
): Promise<void> {
  const read = wholeReads(graph);
  for (const check of project.checks) {
    if (check.isOfWhole) for (const input of await checkInputs(database, check)) read.add(input);
  }
  const missing = [...read].flatMap((relation) => {
    const state = manifest.tables[relation];
    if (state === undefined) return [];
    return monthsOf(relation, state)
      .slice(0, -1)
      .flatMap(({ days, pack }) =>
        pack === undefined || days.length < minDays || existsSync(join(paths.root, pack))
          ? []
          : [{ relation, days, pack }],
      );
  });
  if (missing.length === 0) return;
  await useThreads(database, "all");
  const progress = startProgress({ label: "pack", total: missing.length, unit: "months", effects });
  const staged = join(paths.staging, "pack.parquet");
  mkdirSync(paths.staging, { recursive: true });
  try {
    for (const { relation, days, pack } of missing) {
      const files = days.map(([day, part]) => literal(join(paths.root, objectFile(relation, day, part))));
      await database.run(
        `copy (select * from read_parquet([${files.join(", ")}])) to ${literal(staged)} (${partFormat})`,
      );
      syncFile(staged);
      publishFile(staged, join(paths.root, pack));
      progress.advance(1, relation);
    }
  } catch (failure) {
    if (!(failure instanceof StatementFailure)) throw failure;
    rmSync(staged, { force: true });
  } finally {
    progress.finish();
  }
}

/** Tables of which somebody reads more than a few days: models over all of them, and whoever asks Gold. */
function wholeReads(graph: Graph): Set<string> {
  const found = new Set<string>();
  for (const [relation, node] of graph.nodes) {
    if (node.model.partition !== undefined && relation.startsWith("gold.")) found.add(relation);
    if (node.model.kind !== "table") continue;
    const reads = readsOf(node, graph);
    const isOfDays = buildMode(node, reads) === "daily";
    for (const { relation: input, window } of reads) {
      if (window !== undefined && !isOfDays && !input.startsWith("bronze.")) found.add(input);
    }
  }
  return found;
}
