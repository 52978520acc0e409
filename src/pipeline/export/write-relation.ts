import { createWriteStream, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";

import { identifier, literal, type Database } from "../../engine/database.ts";
import { streamResult } from "../../engine/result.ts";
import { describeSelect } from "../../engine/select.ts";
import { jsonEncoding } from "../../lib/formats.ts";
import { rowBatches, type QueryResult } from "../../lib/result.ts";
import type { Model } from "../model.ts";
import { csvCell } from "./csv-cells.ts";
import { spanFilter, type ProductionSpan, type SpanFilter } from "./production-span.ts";

export type ExportFormat = "csv" | "parquet" | "json";

export interface WriteOptions {
  readonly format: ExportFormat;
  readonly span: ProductionSpan;
  readonly isRaw: boolean;
  readonly signal: AbortSignal;
}

export interface WrittenRelation {
  readonly rows: number;
  readonly bytes: number;
  /** How the rows were cut; undefined where the relation has no date to cut at. */
  readonly filter: SpanFilter | undefined;
}

/** Writes one relation to a file, in the order of its grain. CSV and Parquet never pass through JavaScript. */
export async function writeRelation(
  database: Database,
  { relation, grain }: Model,
  path: string,
  { format, span, isRaw, signal }: WriteOptions,
): Promise<WrittenRelation> {
  const columns = await describeSelect(database, `select * from ${relation}`);
  const filter = spanFilter(columns, span);
  const order = grain.length === 0 ? "" : ` order by ${grain.map(({ name }) => identifier(name)).join(", ")}`;
  const sql = `select * from ${relation} where ${filter?.condition ?? "true"}${order}`;
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
  const rows = await writers[format]();
  return { rows, bytes: statSync(path).size, filter };
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
