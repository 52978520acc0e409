import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { sqlDirectory } from "../../../src/lib/paths.ts";

export interface SqlFile {
  /** As in `sql/gold/fact_oee.sql`. */
  readonly path: string;
  /** The folder below `sql/`. */
  readonly folder: string;
  readonly sql: string;
}

/** Every SQL file of the repository. */
export function sqlFiles(): readonly SqlFile[] {
  return readdirSync(sqlDirectory(), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".sql"))
    .toSorted()
    .map((path) => ({
      path: `sql/${path}`,
      folder: path.split("/").slice(0, -1).join("/"),
      sql: readFileSync(join(sqlDirectory(), path), "utf8"),
    }));
}

/** The code alone: comments gone, texts empty, line numbers kept. */
export function codeOf(sql: string): string {
  return sql.replaceAll(/--[^\n]*|\/\*[^]*?\*\/|'(?:[^']|'')*'/g, (found) =>
    found.startsWith("'")
      ? `'${"\n".repeat(found.split("\n").length - 1)}'`
      : "\n".repeat(found.split("\n").length - 1),
  );
}
