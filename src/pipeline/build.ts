import { mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

import { identifier, literal, type Database } from "../engine/database.ts";
import { sqlError } from "../engine/sql-error.ts";
import { syncFile } from "../lib/atomic-file.ts";
import type { WorkEffects } from "../lib/effects.ts";
import { UserError } from "../lib/errors.ts";
import type { WarehousePaths } from "../lib/paths.ts";
import { startProgress } from "../lib/progress.ts";
import { bindCollections, bindFile, bindRelation } from "./bind.ts";
import { hashFile } from "./content-id.ts";
import { codeFingerprint, fingerprintOf } from "./fingerprint.ts";
import type { Graph } from "./graph.ts";
import type { Manifest, Output } from "./manifest.ts";
import type { Model } from "./model.ts";
import { judge, type PlanInputs } from "./plan.ts";

interface BuildOptions {
  readonly graph: Graph;
  readonly paths: WarehousePaths;
  readonly manifest: Manifest;
  readonly inputs: PlanInputs;
  /** In building order, prerequisites included. */
  readonly relations: readonly string[];
  readonly isFullRefresh: boolean;
  readonly effects: WorkEffects;
}

/** What a build made, staged and not yet visible to readers. */
export interface StagedBuild {
  readonly outputs: ReadonlyMap<string, Output>;
  /** Where each staged file lies. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Builds what is stale into the staging folder, each table from the newest state of its inputs. Where there was any, it
 * leaves every relation bound in the session to what it would be after publication, so that checks can look first.
 */
export async function buildStale(database: Database, options: BuildOptions): Promise<StagedBuild> {
  const { graph, paths, relations, effects } = options;
  const outputs = new Map<string, Output>();
  const files = new Map<string, string>();
  const tableCount = relations.filter((relation) => graph.nodes.get(relation)?.model.kind === "table").length;
  const progress = startProgress({ label: "build", total: tableCount, unit: "tables", effects });
  let { manifest } = options;
  // Binding opens files and checks views: a run that finds nothing stale should not pay for it.
  const unbound: string[] = [];
  const bindAll = async (): Promise<void> => {
    for (const relation of unbound.splice(0))
      await bindRelation(database, relation, { graph, manifest, paths });
  };
  try {
    for (const relation of relations) {
      effects.signal.throwIfAborted();
      const node = graph.nodes.get(relation);
      if (node === undefined) continue;
      const verdict = judge(node, { ...options, manifest });
      if (node.model.kind === "table") progress.advance(0, relation);
      if (!verdict.isStale) {
        unbound.push(relation);
      } else {
        const staged = join(paths.staging, `${relation}.parquet`);
        await bindAll();
        await bindCollections(database, relation, graph);
        const rows = await stageTable(database, node.model, staged, codeFingerprint(verdict.parts));
        const output = {
          file: join(...relation.split(".")) + ".parquet",
          fingerprint: fingerprintOf(verdict.parts),
          parts: { ...verdict.parts },
          contentId: hashFile(staged),
          rows,
          bytes: statSync(staged).size,
        };
        await bindFile(database, relation, staged);
        outputs.set(relation, output);
        files.set(relation, staged);
        manifest = { ...manifest, outputs: { ...manifest.outputs, [relation]: output } };
      }
      if (node.model.kind === "table") progress.advance(1, relation);
    }
    if (outputs.size > 0) await bindAll();
  } finally {
    progress.finish();
  }
  return { outputs, files };
}

async function stageTable(
  database: Database,
  model: Model,
  staged: string,
  fingerprint: string,
): Promise<number> {
  mkdirSync(join(staged, ".."), { recursive: true });
  rmSync(staged, { force: true });
  const keys = model.grain.map(({ name }) => identifier(name));
  const order = keys.length === 0 ? "" : ` order by ${keys.join(", ")}`;
  const metadata = `{model: ${literal(model.relation)}, version: '${model.version}', fingerprint: '${fingerprint}'}`;
  const prefix = "copy (select * from (";
  await database
    .run(
      `${prefix}${model.sql}\n)${order}) to ${literal(staged)} (format parquet, compression zstd, parquet_version v2, kv_metadata ${metadata})`,
    )
    .catch((failure: unknown) => {
      throw sqlError(failure, { ...model, prefixLength: prefix.length });
    });
  await checkGrain(database, model, staged);
  syncFile(staged);
  const [count] = await database.rows(`select count(*) as n from read_parquet(${literal(staged)})`);
  return Number(count?.["n"]);
}

/** A header cannot lie: the grain must identify every row, and have no null where it does not say so. */
async function checkGrain(
  database: Database,
  { relation, file, grain }: Model,
  staged: string,
): Promise<void> {
  if (grain.length === 0) return;
  const keys = grain.map(({ name }) => identifier(name)).join(", ");
  const holes = grain
    .filter(({ isNullable }) => !isNullable)
    .map(({ name }) => `${identifier(name)} is null`);
  const from = `from read_parquet(${literal(staged)})`;
  const faults = await database.rows(
    `(select ${keys}, count(*) as row_count ${from} group by ${keys} having count(*) > 1 limit 3)
    union all (select ${keys}, 0 as row_count ${from} where ${holes.length === 0 ? "false" : holes.join(" or ")} limit 3)`,
  );
  const [first] = faults;
  if (first === undefined) return;
  throw new UserError(
    `${file}: the grain of ${relation} does not identify a row: ${faults.map((row) => JSON.stringify(row)).join("; ")}`,
    { code: "GRAIN_BROKEN", hint: "nothing was published; mend the model or its grain" },
  );
}
