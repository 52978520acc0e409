import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { literal, type Database } from "../../engine/database.ts";
import { publishFile, syncFile } from "../../lib/atomic-file.ts";
import type { WarehousePaths } from "../../lib/paths.ts";
import type { Model } from "../model.ts";
import { landingLines } from "./landing-view.ts";
import type { ReadableFile } from "./prepare.ts";

interface QuarantineOptions {
  readonly id: string;
  readonly source: string;
  readonly model: Model;
  readonly files: readonly ReadableFile[];
  /** The folder of the staged rows that the source's SQL refused; it need not exist. */
  readonly refused: string;
  readonly ingestedAt: string;
  readonly paths: WarehousePaths;
}

/**
 * Writes the refused lines of a batch to `quarantine/<source>/<batch>.ndjson`: file, line, reason, text. Gives how many
 * there are.
 */
export async function writeQuarantine(database: Database, options: QuarantineOptions): Promise<number> {
  const { id, source, files, ingestedAt, paths } = options;
  const taken = files.flatMap(({ file, refused }) => refused.map((line) => ({ file: file.name, ...line })));
  const isBound = await bindRefusedLines(database, options);
  if (taken.length === 0 && !isBound) return 0;
  await database.run(
    "create or replace temp table taken_lines (file varchar, line varchar, reason varchar, text varchar)",
  );
  await database.appendText(
    "main",
    "taken_lines",
    taken.map(({ file, lineNumber, reason, text }) => [file, String(lineNumber), reason, text]),
  );
  const staged = join(paths.staging, `quarantine-${source}-${id}.ndjson`);
  mkdirSync(paths.staging, { recursive: true });
  const [written] = await database.rows(`copy (
select file, line, reason, text, ${literal(id)} as batch, ${literal(ingestedAt)} as ingested_at
from (
    select file, cast(line as bigint) as line, reason, text from taken_lines
    ${isBound ? `union all by name ${refusedLines(options)}` : ""}
) order by file, line, reason
) to ${literal(staged)} (format json)`);
  await database.run("drop table taken_lines");
  if (statSync(staged).size > 0) {
    syncFile(staged);
    publishFile(staged, join(paths.quarantine, source, `${id}.ndjson`));
  }
  return Number(written?.["Count"] ?? 0);
}

/**
 * Binds `landing.<source>` to the lines that were refused, now with their numbers. Numbering takes one thread, so only
 * lines are counted, and the source's SQL sees no others again. False where there are none.
 */
async function bindRefusedLines(
  database: Database,
  { source, files, refused }: QuarantineOptions,
): Promise<boolean> {
  if (statSync(refused, { throwIfNoEntry: false }) === undefined) return false;
  const rows = `read_parquet(${literal(join(refused, "*.parquet"))}) where _reject_reason is not null`;
  const names = await database.rows(`select distinct _source_file as file from ${rows}`);
  const concerned = new Set(names.map(({ file }) => file));
  const searched = files.filter(({ file }) => concerned.has(file.name));
  if (searched.length === 0) return false;
  await database.run(`create or replace view landing.${source} as
select * from (${landingLines(searched, { isNumbered: true })})
where hash(line_text) in (select hash(_reject_reason) from ${rows})`);
  return true;
}

function refusedLines({ model }: QuarantineOptions): string {
  return `select source_file as file, line_number as line, reject_reason as reason, reject_text as text from (
${model.sql}
) where reject_reason is not null and reject_reason != 'blank'`;
}
