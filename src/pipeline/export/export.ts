import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { publishFile, syncFile } from "../../lib/atomic-file.ts";
import type { WorkEffects } from "../../lib/effects.ts";
import type { WarehousePaths } from "../../lib/paths.ts";
import { startProgress } from "../../lib/progress.ts";
import { isRunning } from "../../lib/running-process.ts";
import { withLake } from "../lake.ts";
import { csvFunctions } from "./csv-cells.ts";
import { exportFileName, exportNames } from "./export-names.ts";
import type { ProductionSpan } from "./production-span.ts";
import { writeRelation, type ExportFormat, type WrittenRelation } from "./write-relation.ts";

export interface ExportSpec {
  /** As in `gold.oee_by_day` or `oee_by_day`; none means all Gold views. */
  readonly relations: readonly string[];
  readonly format: ExportFormat;
  readonly span: ProductionSpan;
  /** Where the files go; made if it is not there. */
  readonly directory: string;
  /** Whether CSV texts that a spreadsheet takes for formulas stay as they are. */
  readonly isRaw: boolean;
}

export interface ExportedFile extends WrittenRelation {
  readonly relation: string;
  readonly path: string;
}

const stagePrefix = ".indkpi-export-";

/** Writes relations to files, all or none: they appear once the last of them is complete. */
export async function writeExport(
  { relations, directory, ...options }: ExportSpec,
  { paths, effects }: { paths: WarehousePaths; effects: WorkEffects },
): Promise<readonly ExportedFile[]> {
  const { signal } = effects;
  return await withLake({ paths, signal }, async ({ database, graph, bind }) => {
    const names = exportNames(graph, relations);
    await bind(names);
    for (const definition of csvFunctions) await database.run(definition);
    return await withStage(directory, async (stage) => {
      const progress = startProgress({ label: "export", total: names.length, unit: "relations", effects });
      const written: ExportedFile[] = [];
      const publications: (() => void)[] = [];
      try {
        for (const relation of names) {
          signal.throwIfAborted();
          const model = graph.nodes.get(relation)?.model;
          if (model === undefined) continue;
          progress.advance(0, relation);
          const name = `${exportFileName(relation)}.${options.format}`;
          const staged = join(stage, name);
          const file = await writeRelation(database, model, staged, { ...options, signal });
          syncFile(staged);
          const path = join(directory, name);
          written.push({ ...file, relation, path });
          publications.push(() => publishFile(staged, path));
          progress.advance(1, relation);
        }
      } finally {
        progress.finish();
      }
      for (const publish of publications) publish();
      return written;
    });
  });
}

/** A folder beside the files to come, so that they are renamed and not copied; what killed exports left goes too. */
async function withStage<T>(directory: string, work: (stage: string) => Promise<T>): Promise<T> {
  mkdirSync(directory, { recursive: true });
  for (const name of readdirSync(directory)) {
    const pid = name.startsWith(stagePrefix) ? Number(name.slice(stagePrefix.length).split("-")[0]) : 0;
    if (pid > 0 && !isRunning(pid)) rmSync(join(directory, name), { recursive: true, force: true });
  }
  const stage = mkdtempSync(join(directory, `${stagePrefix}${process.pid}-`));
  try {
    return await work(stage);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}
