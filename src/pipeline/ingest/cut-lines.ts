import { rmSync, statSync } from "node:fs";
import { join } from "node:path";

import { literal, type Database } from "../../engine/database.ts";
import { publishFile, syncFile } from "../../lib/atomic-file.ts";
import type { WarehousePaths } from "../../lib/paths.ts";
import type { Batch } from "../manifest.ts";
import type { PreparedFile } from "./prepare.ts";

interface CutLineOptions {
  readonly source: string;
  readonly paths: WarehousePaths;
  readonly batches: readonly Batch[];
  readonly files: readonly PreparedFile[];
}

/**
 * Takes back from the quarantine the last lines of files that had been read in the middle of a line and have grown since:
 * now the whole line is in. Gives the batches with what they have in quarantine now.
 */
export async function releaseCutLines(
  database: Database,
  { source, paths, batches, files }: CutLineOptions,
): Promise<readonly Batch[]> {
  const released = [...batches];
  for (const { grownFrom, linesBefore } of files) {
    if (grownFrom === undefined || grownFrom.isTailTaken || grownFrom.completeBytes === grownFrom.bytes)
      continue;
    const index = released.findLastIndex(({ contentIds }) => contentIds.includes(grownFrom.contentId));
    const batch = released[index];
    if (batch === undefined || batch.quarantined === 0) continue;
    const path = join(paths.quarantine, source, `${batch.id}.ndjson`);
    if (statSync(path, { throwIfNoEntry: false }) === undefined) continue;
    const staged = join(paths.staging, `released-${batch.id}.ndjson`);
    const [kept] = await database.rows(`copy (
      select * from read_ndjson(${literal(path)}, columns = {
        'file': 'VARCHAR', 'line': 'BIGINT', 'reason': 'VARCHAR', 'text': 'VARCHAR', 'batch': 'VARCHAR',
        'ingested_at': 'VARCHAR'
      })
      where not (file = ${literal(grownFrom.path)} and line = ${linesBefore + 1})
    ) to ${literal(staged)} (format json)`);
    const quarantined = Number(kept?.["Count"] ?? 0);
    if (quarantined === 0) {
      rmSync(path);
    } else {
      syncFile(staged);
      publishFile(staged, path);
    }
    released[index] = { ...batch, quarantined };
  }
  return released;
}
