import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { engineVersion } from "../engine/database.ts";
import type { ParsedSelect } from "../engine/select.ts";
import { writeAtomically } from "../lib/atomic-file.ts";
import { builtModelsPath, type WarehousePaths } from "../lib/paths.ts";
import type { Graph } from "./graph.ts";
import type { Project } from "./project.ts";
import { historyColumns } from "./history-relations.ts";
import { referenceColumns } from "./reference-relations.ts";
import { sourceColumns } from "./source.ts";

const memory = z.object({
  key: z.string(),
  selects: z.record(
    z.string(),
    z.object({
      inputs: z.array(z.string()),
      functions: z.array(z.string()),
      syntaxId: z.string(),
      groupedColumns: z.array(z.string()),
    }),
  ),
});

/** What the parser said of each model, by relation. */
export type ParsedModels = Readonly<Record<string, ParsedSelect>>;

/**
 * What the build of this package or an earlier run learned of exactly these models: how they parse, and that their types
 * fit. Nothing where any of them, a dialect function or the engine is not the same, or where the files are damaged: they
 * only save time.
 */
export function recallParsed(paths: WarehousePaths, project: Project): ParsedModels | undefined {
  return readParsed(builtModelsPath(), project) ?? readParsed(memoryPath(paths), project);
}

function readParsed(path: string, project: Project): ParsedModels | undefined {
  try {
    const { key, selects } = memory.parse(JSON.parse(readFileSync(path, "utf8")));
    const isWhole = [...project.models.keys()].every((relation) => relation in selects);
    return isWhole && key === keyOf(project) ? selects : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers models that were parsed and whose types fit. */
export function rememberParsed(paths: WarehousePaths, project: Project, graph: Graph): void {
  writeAtomically(memoryPath(paths), parsedText(project, graph), paths.staging);
}

/** What `recallParsed` reads. */
export function parsedText(project: Project, { nodes }: Graph): string {
  const selects = Object.fromEntries(
    [...nodes].map(([relation, { model: _model, ...parsed }]) => [relation, parsed]),
  );
  return `${JSON.stringify({ key: keyOf(project), selects })}\n`;
}

function memoryPath(paths: WarehousePaths): string {
  return join(paths.state, "parsed.json");
}

/** Everything that parsing and type checking depend on. */
function keyOf({ models, dialect }: Project): string {
  const sql = [...models].map(([relation, model]) => [relation, model.sql]);
  const given = [engineVersion, dialect, sql, [...referenceColumns()], [...historyColumns()], sourceColumns];
  return createHash("sha256").update(JSON.stringify(given)).digest("hex");
}
