import { statSync } from "node:fs";
import { setImmediate } from "node:timers/promises";

import { namesIn } from "../lib/names-in.ts";
import type { WarehousePaths } from "../lib/paths.ts";
import { hashFile } from "./content-id.ts";
import type { Day } from "./days.ts";
import type { Manifest, Part, TableState } from "./manifest.ts";

/** Where a part of a table lies for everybody to see, relative to the warehouse: `gold/fact_oee/2026-01-05.parquet`. */
export function lakeFile(relation: string, day: Day): string {
  const path = relation.replace(".", "/");
  return day === "" ? `${path}.parquet` : `${path}/${day}.parquet`;
}

/**
 * Where the same file lies under a name that tells its content, so that it stays what it is for who began to read it.
 * Both names are of one file on disk.
 */
export function objectFile(relation: string, day: Day, part: Pick<Part, "sha256">): string {
  return `${objectFolder(relation)}/${objectName(day, part)}`;
}

function objectFolder(relation: string): string {
  return `.indkpi/objects/${relation}`;
}

function objectName(day: Day, { sha256 }: Pick<Part, "sha256">): string {
  const name = sha256.slice(0, 16);
  return `${day === "" ? name : `${day}-${name}`}.parquet`;
}

export type FileFault = "missing file" | "damaged file";

/** What became of the files of a table's parts since they were published, by day; empty where they are as they were. */
export type FaultsOf = (relation: string, state: TableState) => ReadonlyMap<Day, FileFault>;

/** Looks at the files of a table when it is asked about them. */
export function lookWhenAsked(paths: WarehousePaths): FaultsOf {
  return (relation, { parts }) => {
    const faults = new Map<Day, FileFault>();
    const objects = new Set(namesIn(`${paths.root}/${objectFolder(relation)}`));
    for (const [day, part] of Object.entries(parts)) {
      const fault = faultOf(paths, relation, day, part, objects);
      if (fault !== undefined) faults.set(day, fault);
    }
    return faults;
  };
}

/** Looks at the files of all tables between other work of this thread, which waits for DuckDB anyway. */
export async function lookAhead(paths: WarehousePaths, { tables }: Manifest): Promise<FaultsOf> {
  const look = lookWhenAsked(paths);
  const known = new Map<TableState, ReadonlyMap<Day, FileFault>>();
  for (const [relation, state] of Object.entries(tables)) {
    await setImmediate();
    known.set(state, look(relation, state));
  }
  return (relation, state) => known.get(state) ?? look(relation, state);
}

function faultOf(
  paths: WarehousePaths,
  relation: string,
  day: Day,
  part: Part,
  objects: ReadonlySet<string>,
): FileFault | undefined {
  if (part.sha256 === "") return undefined;
  for (const file of [lakeFile(relation, day), objectFile(relation, day, part)]) {
    // A year has tens of thousands of files: joining their paths would take longer than looking at them.
    const path = `${paths.root}/${file}`;
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return "missing file";
    if (stat.size !== part.bytes) return "damaged file";
    // A copied warehouse has other times: then the content tells.
    if (stat.mtimeMs !== part.modifiedMs && hashFile(path) !== part.sha256) return "damaged file";
    // A file with two names, of which the object is one, is looked at once.
    if (stat.nlink > 1 && objects.has(objectName(day, part))) return undefined;
  }
  return undefined;
}
