import { expect, test } from "vitest";

import type { Database } from "../../../src/engine/database.ts";
import { emptyRelation } from "../../../src/engine/select.ts";
import { sqlDirectory } from "../../../src/lib/paths.ts";
import { prepareSession } from "../../../src/pipeline/bind.ts";
import { checkTypes, collectionUnion, planGraph } from "../../../src/pipeline/graph.ts";
import { historyColumns } from "../../../src/pipeline/history-relations.ts";
import { loadProject } from "../../../src/pipeline/project.ts";
import { referenceColumns } from "../../../src/pipeline/reference-relations.ts";
import { inMemory } from "../engine/in-memory.ts";

const nestedLoop = /NESTED_LOOP_JOIN|BLOCKWISE_NL_JOIN/;

async function planOf(database: Database, sql: string): Promise<string> {
  return JSON.stringify(await database.rows(`explain (format json) ${sql}`));
}

test("no model compares every row of one input with every row of another", async () => {
  const project = await loadProject(sqlDirectory());
  const offenders = await inMemory(async (types) => {
    await prepareSession(types, project.dialect);
    const graph = await planGraph(types, project);
    const columns = await checkTypes(types, graph);
    return await inMemory(async (database) => {
      await prepareSession(database, project.dialect);
      await database.run("set disabled_optimizers = 'top_n_window_elimination,join_order'");
      // Tables, for of a relation that is known to be empty no join is left in the plan.
      for (const [relation, stub] of [...referenceColumns(), ...historyColumns(), ...columns]) {
        await database.run(`create table ${relation} as ${emptyRelation(stub)}`);
      }
      for (const [collection, members] of graph.collections) {
        await database.run(`create view ${collection} as ${collectionUnion(members)}`);
      }
      const found: string[] = [];
      for (const { model } of graph.nodes.values()) {
        // A cross join that is written out is meant: with a list of a few rows.
        if (model.kind === "source" || model.sql.includes("cross join")) continue;
        if (nestedLoop.test(await planOf(database, model.sql))) found.push(model.file);
      }
      return found;
    });
  });
  expect(offenders).toEqual([]);
});

test("a left join with a condition on its left side alone is such a comparison", async () => {
  const plan = await inMemory(async (database) => {
    await database.run("create table a as select 1 as id, 2 as sign; create table b as select 1 as id");
    return await planOf(database, "select * from a left join b on a.id = b.id and a.sign = 1");
  });
  expect(plan).toMatch(nestedLoop);
});
