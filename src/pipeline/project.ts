import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { headerLines, parseModel, type Model } from "./model.ts";

/** A question about the data whose answer should be no rows. */
export interface Check {
  readonly name: string;
  readonly file: string;
  readonly sql: string;
  readonly description: string;
  /** An error stops the publication; a warning is told. */
  readonly severity: "error" | "warn";
  /** Whether it only holds of everything there is, and not of any run of days (`--! scope: all`). */
  readonly isOfWhole: boolean;
}

/** All SQL of the repository, as text. */
export interface Project {
  readonly models: ReadonlyMap<string, Model>;
  readonly checks: readonly Check[];
  /** Statements that define the dialect functions. */
  readonly dialect: string;
}

const layers = ["bronze", "silver", "gold"];

/** Reads every model, check and dialect function below an `sql/` folder. */
export async function loadProject(sqlDirectory: string): Promise<Project> {
  const models = new Map<string, Model>();
  for (const layer of layers) {
    for (const name of await sqlFiles(join(sqlDirectory, layer))) {
      const relation = `${layer}.${name}`;
      const file = `sql/${layer}/${name}.sql`;
      models.set(relation, parseModel(relation, file, await read(sqlDirectory, layer, name)));
    }
  }
  const checks: Check[] = [];
  for (const name of await sqlFiles(join(sqlDirectory, "checks"))) {
    const sql = await read(sqlDirectory, "checks", name);
    checks.push({ name, file: `sql/checks/${name}.sql`, sql, ...checkHeader(sql) });
  }
  return { models, checks, dialect: await read(sqlDirectory, "dialects", "duckdb") };
}

async function sqlFiles(directory: string): Promise<string[]> {
  const names = await readdir(directory);
  return names
    .filter((name) => name.endsWith(".sql"))
    .map((name) => name.slice(0, -".sql".length))
    .toSorted();
}

async function read(sqlDirectory: string, folder: string, name: string): Promise<string> {
  return await readFile(join(sqlDirectory, folder, `${name}.sql`), "utf8");
}

function checkHeader(sql: string): Pick<Check, "description" | "severity" | "isOfWhole"> {
  const lines = headerLines(sql);
  return {
    description: lines
      .filter((line) => !line.startsWith("--!"))
      .map((line) => line.replace(/^--\s?/, ""))
      .join(" "),
    severity: lines.some((line) => /^--!\s*severity:\s*warn/.test(line)) ? "warn" : "error",
    isOfWhole: lines.some((line) => /^--!\s*scope:\s*all/.test(line)),
  };
}
