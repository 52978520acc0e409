import { join } from "node:path";

import { literal, withDatabase, type Database } from "../engine/database.ts";
import { parseSelect } from "../engine/select.ts";
import { sqlErrorAt } from "../engine/sql-error.ts";
import { UserError } from "../lib/errors.ts";
import { nearestName } from "../lib/nearest-name.ts";
import { sqlDirectory, type WarehousePaths } from "../lib/paths.ts";
import { bindRelation, prepareSession, tableFiles } from "./bind.ts";
import { bronzeFiles, sourceOf } from "./contents.ts";
import { openOrder, planGraph, type Graph } from "./graph.ts";
import type { Manifest } from "./manifest.ts";
import { recallParsed } from "./parsed.ts";
import { loadProject } from "./project.ts";
import { withSnapshot } from "./snapshot.ts";

/** A warehouse as readers see it: one consistent state, no lock, nothing that writes. */
export interface Lake {
  readonly database: Database;
  readonly graph: Graph;
  readonly manifest: Manifest;
  /**
   * Makes what a SELECT reads available. Throws where the statement is anything else than one SELECT, or where a
   * relation does not exist or is not built. `name` is shown in messages.
   */
  readonly bindFor: (sql: string, name: string) => Promise<void>;
  /** Shuts the session off from every file but those of the bound relations, for good. */
  readonly seal: () => Promise<void>;
  readonly bind: (relations: Iterable<string>) => Promise<void>;
}

export interface LakeOptions {
  readonly paths: WarehousePaths;
  readonly signal: AbortSignal;
  /** What DuckDB may take, e.g. "2GB"; its own defaults where nothing is said. */
  readonly limits?: { readonly memoryLimit: string; readonly spillLimit?: string };
  /** Reads what lies in `silver/` and `gold/` now, though somebody may have changed it behind the back of the pipeline. */
  readonly isOfLake?: boolean;
}

/** Opens a warehouse for reading. */
export async function withLake<T>(
  { paths, signal, limits, isOfLake }: LakeOptions,
  work: (lake: Lake) => Promise<T>,
): Promise<T> {
  const project = await loadProject(sqlDirectory());
  return await withSnapshot(paths, async (manifest) => {
    return await withDatabase({ spillDirectory: paths.spill, signal, ...limits }, async (database) => {
      await prepareSession(database, project.dialect);
      const graph = await planGraph(database, project, recallParsed(paths, project));
      const bound = new Set<string>();
      const bind = async (relations: Iterable<string>): Promise<void> => {
        for (const relation of openOrder(graph, relations)) {
          if (bound.has(relation)) continue;
          bound.add(relation);
          await bindRelation(database, relation, { graph, manifest, paths, isOfLake });
        }
      };
      const seal = async (): Promise<void> => {
        const files = [
          ...[...bound].flatMap((relation) => filesOf(relation, manifest, paths)),
          ...manifest.restatements.map((file) => join(paths.root, file)),
        ].map(literal);
        await database.run(
          `set allowed_paths = [${files.join(", ")}]; set enable_external_access = false; set lock_configuration = true`,
        );
      };
      const bindFor = async (sql: string, name: string): Promise<void> => {
        const outcome = await parseSelect(database, sql);
        if (outcome.kind === "refused") {
          if (outcome.position === null) throw refusedWhole(name, outcome.message);
          throw sqlErrorAt(outcome.message, outcome.position, { file: name, sql });
        }
        if (asksWhatExists(sql)) await bind(readableRelations(graph, manifest));
        const inputs = outcome.select.inputs.filter((input) => input.includes("."));
        for (const input of inputs) requireRelation(graph, input);
        await bind(inputs);
      };
      return await work({ database, graph, manifest, bind, bindFor, seal });
    });
  });
}

/** What is refused at no place in it: it is no SELECT, or more than the parser takes. */
function refusedWhole(name: string, message: string): UserError {
  if (/depth|nest|recursi/i.test(message)) {
    return new UserError(`${name}: ${message}`, { code: "SQL_REFUSED", hint: "nest less in one statement" });
  }
  return new UserError(`${name}: only one SELECT statement can be run`, {
    code: "NOT_READ_ONLY",
    hint: "the warehouse is read-only here; as in: select * from gold.oee_by_machine",
  });
}

/** A question about the catalog itself is answered with everything that can be read. */
function asksWhatExists(sql: string): boolean {
  return /\binformation_schema\b|\bduckdb_\w+\s*\(|\bshow\s+(all\s+)?tables\b/i.test(sql);
}

/** Bronze, built tables, and the views that rest on these alone. */
function readableRelations(graph: Graph, manifest: Manifest): string[] {
  const readable = new Set<string>();
  for (const [relation, { model, inputs }] of graph.nodes) {
    const isThere = (input: string): boolean =>
      readable.has(input) ||
      input.startsWith("history.") ||
      (graph.collections.get(input)?.every((member) => readable.has(member)) ?? false);
    const canRead = model.kind === "table" ? manifest.tables[relation] !== undefined : inputs.every(isThere);
    if (model.kind === "source" || canRead) readable.add(relation);
  }
  return [...readable];
}

function filesOf(relation: string, manifest: Manifest, paths: WarehousePaths): readonly string[] {
  const state = manifest.tables[relation];
  if (state !== undefined) return tableFiles(relation, state, { paths });
  const files = [...bronzeFiles(sourceOf(manifest, relation)).values()].flat();
  return files.map((file) => join(paths.root, file));
}

function requireRelation(graph: Graph, relation: string): void {
  const layers = ["bronze", "silver", "gold"];
  if (graph.nodes.has(relation) || !layers.includes(relation.split(".")[0] ?? "")) return;
  const nearest = nearestName(relation, [...graph.nodes.keys()]);
  throw new UserError(`there is no relation ${relation}`, {
    code: "UNKNOWN_RELATION",
    hint: nearest === undefined ? "see sql/gold for the names" : `did you mean ${nearest}?`,
  });
}
