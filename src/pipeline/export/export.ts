import { join } from "node:path";

import { publishFile } from "../../lib/atomic-file.ts";
import type { WorkEffects } from "../../lib/effects.ts";
import type { WarehousePaths } from "../../lib/paths.ts";
import { startProgress } from "../../lib/progress.ts";
import { withLake, type Lake } from "../lake.ts";
import { csvFunctions } from "./csv-cells.ts";
import { exportNames } from "./export-names.ts";
import { publishFolder, withFolderStage, withStage } from "./stage.ts";
import { writeExportManifest } from "./export-manifest.ts";
import { writeRelation, type WriteOptions, type WrittenRelation } from "./write-relation.ts";

export interface ExportSpec extends Omit<WriteOptions, "signal"> {
  /** As in `gold.oee_by_day` or `oee_by_day`; none means all Gold views. */
  readonly relations: readonly string[];
  /** Where the files go; made if it is not there. */
  readonly directory: string;
  /** Whether the directory is replaced as a whole, with a manifest in it. */
  readonly isAtOnce: boolean;
}

export interface ExportedRelation extends WrittenRelation {
  readonly relation: string;
}

interface ExportContext {
  readonly paths: WarehousePaths;
  readonly effects: WorkEffects;
}

/** Given all the memory there is, DuckDB keeps a gigabyte of rows in flight, and is no faster for it. */
const limits = { memoryLimit: "1GB" };

/** Writes relations to files, all or none: they appear once the last of them is complete. */
export async function writeExport(
  spec: ExportSpec,
  { paths, effects }: ExportContext,
): Promise<readonly ExportedRelation[]> {
  const { relations, directory, isAtOnce } = spec;
  return await withLake({ paths, signal: effects.signal, limits }, async (lake) => {
    const names = exportNames(lake.graph, relations);
    await lake.bind(names);
    for (const definition of csvFunctions) await lake.database.run(definition);
    if (isAtOnce) {
      return await withFolderStage(directory, async (stage) => {
        const written = await writeAll(lake, names, stage, spec, effects);
        writeExportManifest(stage, lake, written, spec);
        publishFolder(stage, directory);
        return written;
      });
    }
    return await withStage(directory, async (stage) => {
      const written = await writeAll(lake, names, stage, spec, effects);
      for (const { name } of written.flatMap(({ files }) => files)) {
        publishFile(join(stage, name), join(directory, name));
      }
      return written;
    });
  });
}

async function writeAll(
  { database, graph }: Lake,
  names: readonly string[],
  stage: string,
  options: ExportSpec,
  effects: WorkEffects,
): Promise<readonly ExportedRelation[]> {
  const { signal } = effects;
  const progress = startProgress({ label: "export", total: names.length, unit: "relations", effects });
  const written: ExportedRelation[] = [];
  try {
    for (const relation of names) {
      signal.throwIfAborted();
      const model = graph.nodes.get(relation)?.model;
      if (model === undefined) continue;
      progress.advance(0, relation);
      written.push({ relation, ...(await writeRelation(database, model, stage, { ...options, signal })) });
      progress.advance(1, relation);
    }
  } finally {
    progress.finish();
  }
  return written;
}
