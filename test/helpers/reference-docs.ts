import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { withDatabase } from "../../src/engine/database.ts";
import { sqlDirectory } from "../../src/lib/paths.ts";
import { prepareSession } from "../../src/pipeline/bind.ts";
import { checkTypes, planGraph, type Graph } from "../../src/pipeline/graph.ts";
import { loadProject, type Project } from "../../src/pipeline/project.ts";
import { parseDictionary, type Dictionary } from "../../src/lib/dictionary.ts";
import type { Columns } from "../docs/dictionary.ts";
import { parseFunctions, type DialectFunction } from "../docs/functions.ts";
import { readQuestions, type Question } from "../docs/questions.ts";

/** Everything that `sql/README.md` is made of. */
export interface SqlReference {
  readonly project: Project;
  readonly graph: Graph;
  readonly columns: Columns;
  readonly dictionary: Dictionary;
  readonly functions: readonly DialectFunction[];
  readonly questions: readonly Question[];
}

/** Describes the models of `sql/` against empty stubs: no data, about a second. */
export async function readSqlReference(): Promise<SqlReference> {
  const directory = sqlDirectory();
  const text = async (...path: readonly string[]): Promise<string> =>
    await readFile(join(directory, ...path), "utf8");
  const project = await loadProject(directory);
  const described = await withDatabase(
    { spillDirectory: join(tmpdir(), "indkpi-docs") },
    async (database) => {
      await prepareSession(database, project.dialect);
      const graph = await planGraph(database, project);
      return { graph, columns: await checkTypes(database, graph) };
    },
  );
  return {
    project,
    ...described,
    dictionary: parseDictionary(await text("columns.csv")),
    functions: parseFunctions(project.dialect, await text("dialects", "functions.csv")),
    questions: await readQuestions(directory),
  };
}
