import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname } from "node:path";

import { withDatabase } from "../engine/database.ts";
import { builtModelsPath, sqlDirectory } from "../lib/paths.ts";
import { prepareSession } from "./bind.ts";
import { checkTypes, planGraph } from "./graph.ts";
import { parsedText } from "./parsed.ts";
import { loadProject } from "./project.ts";

/** The last step of `npm run build`: parses the models and checks their types once, instead of in every warehouse. */
const project = await loadProject(sqlDirectory());
await withDatabase({ spillDirectory: tmpdir() }, async (database) => {
  await prepareSession(database, project.dialect);
  const graph = await planGraph(database, project);
  await checkTypes(database, graph);
  mkdirSync(dirname(builtModelsPath()), { recursive: true });
  writeFileSync(builtModelsPath(), parsedText(project, graph));
});
