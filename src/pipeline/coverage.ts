import { existsSync } from "node:fs";

import { bindRelation, tableFiles } from "./bind.ts";
import { withPrerequisites } from "./graph.ts";
import type { Manifest } from "./manifest.ts";
import type { Session } from "./session.ts";

/** Share of planned time of which anything is known, over all time; null before Gold is built. */
export async function readCoverage(session: Session, manifest: Manifest): Promise<number | null> {
  const { database, graph, paths } = session;
  const needed = viewsBelow(session, "gold.oee_overall");
  const isBuilt = needed.every((relation) => {
    const state = manifest.tables[relation];
    return (
      graph.nodes.get(relation)?.model.kind === "view" ||
      (state !== undefined && tableFiles(relation, state, { paths }).every((file) => existsSync(file)))
    );
  });
  if (!isBuilt) return null;
  for (const relation of needed) await bindRelation(database, relation, { graph, manifest, paths });
  const [row] = await database.rows("select coverage from gold.oee_overall");
  const coverage = row?.["coverage"];
  return typeof coverage === "number" ? coverage : null;
}

/** A view and what it reads, down to the tables, in binding order. */
function viewsBelow({ graph }: Session, relation: string): readonly string[] {
  const wanted = new Set<string>();
  const visit = (name: string): void => {
    wanted.add(name);
    const node = graph.nodes.get(name);
    if (node?.model.kind === "view") node.inputs.forEach(visit);
  };
  visit(relation);
  return withPrerequisites(graph, wanted).filter((name) => wanted.has(name));
}
