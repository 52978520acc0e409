import { readFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { sqlDirectory } from "../../src/lib/paths.ts";
import { prepareSession } from "../../src/pipeline/bind.ts";
import { meaningOf } from "../../src/pipeline/fingerprint.ts";
import { planGraph } from "../../src/pipeline/graph.ts";
import { loadProject } from "../../src/pipeline/project.ts";
import { inMemory } from "../unit/engine/in-memory.ts";

const lockSchema = z.record(z.string(), z.object({ version: z.number(), meaning: z.string() }));

/** What each model says, by relation. */
export type Versions = Readonly<z.infer<typeof lockSchema>>;

/** The lock file: what each version of a model was when it was locked. */
export const lockPath = join(sqlDirectory(), "versions.json");

export function lockedVersions(): Versions {
  return lockSchema.parse(JSON.parse(readFileSync(lockPath, "utf8")));
}

/** The models as they are. */
export async function presentVersions(): Promise<Versions> {
  const project = await loadProject(sqlDirectory());
  return await inMemory(async (database) => {
    await prepareSession(database, project.dialect);
    const graph = await planGraph(database, project);
    return Object.fromEntries(
      [...graph.nodes]
        .map(
          ([relation, node]) =>
            [
              relation,
              { version: node.model.version, meaning: meaningOf(node, graph).slice(0, 16) },
            ] as const,
        )
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
  });
}

/** What is wrong with the versions of models, one sentence each. */
export function versionFaults(locked: Versions, present: Versions, changelog: string): string[] {
  const faults: string[] = [];
  for (const [relation, { version, meaning }] of Object.entries(present)) {
    const known = locked[relation];
    if (known === undefined) faults.push(`${relation} is not in sql/versions.json: npm run versions`);
    else if (version < known.version)
      faults.push(`${relation} went back from version ${known.version} to ${version}`);
    else if (version === known.version && meaning !== known.meaning) {
      faults.push(`${relation} does not say what version ${version} of it said: raise \`--! version:\``);
    } else if (version > known.version) faults.push(`${relation} has a new version: npm run versions`);
    if (version > 1 && !changelog.includes(`| ${relation} | ${version} |`)) {
      faults.push(`CHANGELOG.md has no row \`| ${relation} | ${version} | column | before | now |\``);
    }
  }
  for (const relation of Object.keys(locked)) {
    if (present[relation] === undefined) faults.push(`${relation} is gone: npm run versions`);
  }
  return faults;
}
