import { createWriteStream, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";

import { identifier, literal, type Database } from "../../engine/database.ts";
import { streamResult } from "../../engine/result.ts";
import { describeSelect, type Column } from "../../engine/select.ts";
import { asText } from "../../engine/values.ts";
import { syncFile } from "../../lib/atomic-file.ts";
import { jsonEncoding } from "../../lib/formats.ts";
import { rowBatches, type QueryResult } from "../../lib/result.ts";
import type { Model } from "../model.ts";
import { csvCell } from "./csv-cells.ts";
import { exportFileName } from "./export-names.ts";
import { spanFilter, type ProductionSpan, type SpanFilter } from "./production-span.ts";

type ExportFormat = "csv" | "parquet" | "json";

export interface WriteOptions {
  readonly format: ExportFormat;
  readonly span: ProductionSpan;
  /** Only rows of these machines; none is all. */
  readonly machines: readonly string[];
  readonly isByDay: boolean;
  readonly isRaw: boolean;
  readonly signal: AbortSignal;
}

export interface WrittenRelation {
  readonly files: readonly WrittenFile[];
  /** How the rows were cut; undefined where the relation has no date to cut at. */
  readonly filter: SpanFilter | undefined;
  /** Whether its rows are of one machine each. */
  readonly hasMachines: boolean;
}

interface WrittenFile {
  /** Below the folder of the export. */
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
}

const wholeTable = "export_rows";

/**
 * Writes one relation to a file, or one a day, in the order of its grain. CSV and Parquet never pass through
 * JavaScript.
 */
export async function writeRelation(
  database: Database,
  { relation, grain }: Model,
  stage: string,
  { span, machines, isByDay, ...options }: WriteOptions,
): Promise<WrittenRelation> {
  const columns = await describeSelect(database, `select * from ${relation}`);
  const filter = spanFilter(columns, span);
  const hasMachines = columns.some(({ name }) => name === "machine_id");
  const ofMachines =
    hasMachines && machines.length > 0 ? ` and machine_id in (${machines.map(literal).join(", ")})` : "";
  const order = grain.length === 0 ? "" : ` order by ${grain.map(({ name }) => identifier(name)).join(", ")}`;
  const selected = `where ${filter?.condition ?? "true"}${ofMachines}`;
  const name = exportFileName(relation);
  const write = async (file: string, sql: string): Promise<WrittenFile> => {
    const path = join(stage, file);
    mkdirSync(dirname(path), { recursive: true });
    const rows = await writeRows(database, sql, path, { columns, ...options });
    syncFile(path);
    return { name: file, rows, bytes: statSync(path).size };
  };
  if (!isByDay || !columns.some((column) => column.name === "production_date")) {
    const file = await write(`${name}.${options.format}`, `select * from ${relation} ${selected}${order}`);
    return { files: [file], filter, hasMachines };
  }
  // Once for all days: a view would be computed anew for each of them.
  await database.run(`create or replace temp table ${wholeTable} as select * from ${relation} ${selected}`);
  try {
    const days = await database.rows(
      `select distinct cast(production_date as varchar) as day from ${wholeTable} order by day`,
    );
    const files: WrittenFile[] = [];
    for (const day of days.map((row) => asText(row["day"]))) {
      options.signal.throwIfAborted();
      const sql = `select * from ${wholeTable} where production_date = date ${literal(day)}${order}`;
      files.push(await write(join(name, `${day}.${options.format}`), sql));
    }
    return { files, filter, hasMachines };
  } finally {
    // After an abort no statement begins any more, and none is needed.
    await database.run(`drop table if exists ${wholeTable}`).catch(() => {});
  }
}

interface RowOptions extends Pick<WriteOptions, "format" | "isRaw" | "signal"> {
  readonly columns: readonly Column[];
}

async function writeRows(
  database: Database,
  sql: string,
  path: string,
  { columns, format, isRaw, signal }: RowOptions,
): Promise<number> {
  const copy = async (select: string, options: string): Promise<number> => {
    const [row] = await database.rows(`copy (${select}) to ${literal(path)} (${options})`);
    return Number(row?.["Count"]);
  };
  const cells = columns.map((column) => csvCell(column, { isRaw })).join(", ");
  const writers: Readonly<Record<ExportFormat, () => Promise<number>>> = {
    csv: () => copy(`select ${cells} from (${sql})`, "format csv, header true"),
    parquet: () => copy(sql, "format parquet, compression zstd"),
    json: async () => writeJson(await streamResult(database, sql), path, signal),
  };
  return await writers[format]();
}

async function writeJson({ columns, rows }: QueryResult, path: string, signal: AbortSignal): Promise<number> {
  const encoding = jsonEncoding(columns);
  let rowCount = 0;
  const texts = async function* (): AsyncGenerator<string> {
    yield encoding.start;
    for await (const batch of rowBatches(rows)) {
      rowCount += batch.length;
      yield encoding.encode(batch);
    }
    yield encoding.end();
  };
  await pipeline(texts, createWriteStream(path), { signal });
  return rowCount;
}
