import { statSync } from "node:fs";

import type { WarehousePaths } from "../lib/paths.ts";
import { hashFile } from "./content-id.ts";
import type { Day } from "./days.ts";
import type { Part } from "./manifest.ts";

/** Where a part of a table lies for everybody to see, relative to the warehouse: `gold/fact_oee/2026-01-05.parquet`. */
export function lakeFile(relation: string, day: Day): string {
  const path = relation.replace(".", "/");
  return day === "" ? `${path}.parquet` : `${path}/${day}.parquet`;
}

/**
 * Where the same file lies under a name that tells its content, so that it stays what it is for who began to read it.
 * Both names are of one file on disk.
 */
export function objectFile(relation: string, day: Day, { sha256 }: Pick<Part, "sha256">): string {
  const name = sha256.slice(0, 16);
  return `.indkpi/objects/${relation}/${day === "" ? name : `${day}-${name}`}.parquet`;
}

/** What became of the file of a part since it was published; undefined where it is as it was. */
export function faultOf(
  paths: WarehousePaths,
  relation: string,
  day: Day,
  part: Part,
): "missing file" | "damaged file" | undefined {
  if (part.sha256 === "") return undefined;
  for (const file of [lakeFile(relation, day), objectFile(relation, day, part)]) {
    // A year has tens of thousands of files: joining their paths would take longer than looking at them.
    const path = `${paths.root}/${file}`;
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return "missing file";
    if (stat.size !== part.bytes) return "damaged file";
    // A copied warehouse has other times: then the content tells.
    if (stat.mtimeMs !== part.modifiedMs && hashFile(path) !== part.sha256) return "damaged file";
  }
  return undefined;
}
