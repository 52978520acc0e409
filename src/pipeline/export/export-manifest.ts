import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { engineVersion } from "../../engine/database.ts";
import { syncFile } from "../../lib/atomic-file.ts";
import { packageVersion } from "../../lib/version.ts";
import { hashFile } from "../content-id.ts";
import { withPrerequisites } from "../graph.ts";
import type { Lake } from "../lake.ts";
import type { ExportedRelation, ExportSpec } from "./export.ts";
import { manifestName } from "./stage.ts";

/**
 * Writes what is in a folder of an export and what it was made of: files with their hashes, the SQL of every model with
 * its version, the landing files with theirs. Nothing in it depends on when it was written.
 */
export function writeExportManifest(
  stage: string,
  { graph, manifest }: Lake,
  written: readonly ExportedRelation[],
  { format, span, machines }: ExportSpec,
): void {
  const modelOf = (relation: string) => {
    const model = graph.nodes.get(relation)?.model;
    return { relation, sql: model?.file ?? null, version: model?.version ?? null };
  };
  const relations = written.map(({ relation, files }) => ({
    ...modelOf(relation),
    files: files.map(({ name, rows, bytes }) => ({
      file: name,
      rows,
      bytes,
      sha256: hashFile(join(stage, name)),
    })),
  }));
  const names = written.map(({ relation }) => relation);
  const content = {
    indkpis: packageVersion(),
    duckdb: engineVersion,
    format,
    from: span.from ?? null,
    to: span.to ?? null,
    machines: machines.length === 0 ? null : machines,
    relations,
    inputs: {
      models: withPrerequisites(graph, names).map(modelOf),
      landing: Object.entries(manifest.sources).flatMap(([source, { landed }]) =>
        landed.map(({ path, bytes, contentId }) => ({ source, file: path, bytes, sha256: contentId })),
      ),
    },
  };
  const path = join(stage, manifestName);
  writeFileSync(path, `${JSON.stringify(content, null, 1)}\n`);
  syncFile(path);
}
