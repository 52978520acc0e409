import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { literal, type Database } from "../../engine/database.ts";
import { publishFile, syncFile } from "../../lib/atomic-file.ts";
import type { WarehousePaths } from "../../lib/paths.ts";
import type { Model } from "../model.ts";
import type { PreparedFile } from "./prepare.ts";

interface QuarantineOptions {
  readonly id: string;
  readonly source: string;
  readonly model: Model;
  readonly files: readonly PreparedFile[];
  /** Names of the files in which the source's SQL refused lines. */
  readonly refusedFiles: readonly string[];
  readonly ingestedAt: string;
  readonly paths: WarehousePaths;
}

/**
 * Writes the refused lines of a batch to `quarantine/<source>/<batch>.ndjson`: file, line, reason, text. Expects
 * `landing.<source>` to number its lines. Gives how many there are.
 */
export async function writeQuarantine(database: Database, options: QuarantineOptions): Promise<number> {
  const { id, source, model, files, refusedFiles, ingestedAt, paths } = options;
  const taken = files.flatMap(({ file, refused }) => refused.map((line) => ({ file: file.name, ...line })));
  if (taken.length === 0 && refusedFiles.length === 0) return 0;
  await database.run(
    "create or replace temp table refused_lines (file varchar, line varchar, reason varchar, text varchar)",
  );
  await database.appendText(
    "main",
    "refused_lines",
    taken.map(({ file, lineNumber, reason, text }) => [file, String(lineNumber), reason, text]),
  );
  if (refusedFiles.length > 0) {
    const names = refusedFiles.map((name) => literal(name)).join(", ");
    await database.run(`insert into refused_lines select source_file, line_number, reject_reason, reject_text from (
${model.sql}
) where source_file in (${names}) and reject_reason is not null and reject_reason != 'blank'`);
  }
  const staged = join(paths.staging, `quarantine-${source}-${id}.ndjson`);
  mkdirSync(paths.staging, { recursive: true });
  await database.run(`copy (
select file, cast(line as bigint) as line, reason, text, ${literal(id)} as batch, ${literal(ingestedAt)} as ingested_at
from refused_lines order by file, cast(line as bigint), reason
) to ${literal(staged)} (format json)`);
  const [count] = await database.rows("select count(*) as n from refused_lines");
  await database.run("drop table refused_lines");
  if (statSync(staged).size > 0) {
    syncFile(staged);
    publishFile(staged, join(paths.quarantine, source, `${id}.ndjson`));
  }
  return Number(count?.["n"] ?? 0);
}
