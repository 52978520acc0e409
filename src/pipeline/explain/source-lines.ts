import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { identifier, literal } from "../../engine/database.ts";
import { describeSelect, type Column } from "../../engine/select.ts";
import { asText } from "../../engine/values.ts";
import type { WarehousePaths } from "../../lib/paths.ts";
import { landingLines } from "../ingest/landing-view.ts";
import { findLandingFiles } from "../ingest/landing.ts";
import { prepareFile, type ReadableFile } from "../ingest/prepare.ts";
import type { Lake } from "../lake.ts";
import type { Model } from "../model.ts";

/** One line of a landing file that a figure rests on. */
interface SourceLine {
  readonly line: number;
  /** In UTC. */
  readonly at: string;
  /** What the line is, as far as its source tells: `state FAILURE`. */
  readonly what: string;
}

/** The lines of one landing file that a figure rests on. */
export interface SourceTrace {
  readonly source: string;
  /** Below `landing/`. */
  readonly file: string;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly count: number;
  /** In the order of the file; undefined where the file is not there any more. */
  readonly lines: readonly SourceLine[] | undefined;
}

interface Span {
  readonly machineId: string;
  readonly from: string;
  readonly until: string;
}

/**
 * The lines behind a span of a machine: those of the span, the one that said the state it began in, and whatever came
 * later to explain its stops or judge its units. Bronze knows the files; the lines are found by reading them again.
 */
export async function traceSources(
  lake: Lake,
  span: Span,
  paths: WarehousePaths,
): Promise<readonly SourceTrace[]> {
  const traces: SourceTrace[] = [];
  for (const { model } of lake.graph.nodes.values()) {
    if (model.kind !== "source") continue;
    await lake.bind([model.relation]);
    const columns = await describeSelect(lake.database, `select * from ${model.relation}`);
    const condition = spanCondition(model.relation, columns, span);
    if (condition !== undefined)
      traces.push(...(await traceSource(lake, model, { columns, ...condition }, paths)));
  }
  return traces.toSorted((a, b) => (a.firstAt < b.firstAt ? -1 : 1));
}

interface SpanCondition {
  readonly time: string;
  readonly where: string;
}

/** Undefined where a source does not say which machine a line is of, and when. */
function spanCondition(
  relation: string,
  columns: readonly Column[],
  { machineId, from, until }: Span,
): SpanCondition | undefined {
  const has = (name: string): boolean => columns.some((column) => column.name === name);
  const time = columns.find(({ type }) => type === "TIMESTAMP")?.name;
  if (time === undefined || !has("machine_id")) return undefined;
  const at = identifier(time);
  const ofMachine = `machine_id = ${literal(machineId)}`;
  const [start, end] = [instant(from), instant(until)];
  const isState = has("event_type") && has("state") ? " and event_type = 'state'" : "";
  const before = `(select max(${at}) from ${relation} where ${ofMachine} and ${at} <= ${start}${isState})`;
  const parts = [
    `(${at} >= ${start} and ${at} < ${end})`,
    `(${at} = ${before}${isState})`,
    ...(has("applies_at") ? [`(applies_at >= ${start} and applies_at < ${end})`] : []),
    ...(has("unit_id") && has("event_type")
      ? [
          `(event_type = 'inspection' and unit_id in (select unit_id from ${relation} where ${ofMachine} and event_type = 'count' and ${at} >= ${start} and ${at} < ${end}))`,
        ]
      : []),
  ];
  return { time, where: `${ofMachine} and (${parts.join(" or ")})` };
}

function instant(text: string): string {
  return `timestamp ${literal(text.replace(/Z$/, ""))}`;
}

async function traceSource(
  { database }: Lake,
  model: Model,
  { columns, time, where }: SpanCondition & { readonly columns: readonly Column[] },
  paths: WarehousePaths,
): Promise<readonly SourceTrace[]> {
  const source = model.relation.replace(/^bronze\./, "");
  const at = identifier(time);
  const found =
    await database.rows(`select _source_file as file, count(*) as n, cast(min(${at}) as varchar) as first_at,
cast(max(${at}) as varchar) as last_at from ${model.relation} where ${where} group by all order by file`);
  const landed = new Map(findLandingFiles(paths.landing).files.map((file) => [file.name, file]));
  const scratch = mkdtempSync(join(tmpdir(), "indkpi-explain-"));
  try {
    const files: ReadableFile[] = [];
    for (const { file } of found) {
      const there = landed.get(asText(file));
      if (there !== undefined) files.push(await prepareFile(there, scratch, []));
    }
    const lines = await numberedLines(files);
    return found.map((row) => ({
      source,
      file: asText(row["file"]),
      firstAt: asText(row["first_at"]),
      lastAt: asText(row["last_at"]),
      count: Number(row["n"]),
      lines: landed.has(asText(row["file"])) ? (lines.get(asText(row["file"])) ?? []) : undefined,
    }));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }

  async function numberedLines(files: readonly ReadableFile[]): Promise<ReadonlyMap<string, SourceLine[]>> {
    const byFile = new Map<string, SourceLine[]>();
    if (files.length === 0) return byFile;
    const landing = landingLines(files, { isNumbered: true });
    await database.run(`create or replace view landing.${identifier(source)} as ${landing}`);
    const words = ["event_type", "state", "status", "reason_code"].filter((name) =>
      columns.some((column) => column.name === name),
    );
    const what = words.length === 0 ? "''" : `concat_ws(' ', ${words.map(identifier).join(", ")})`;
    // What the span is, Bronze has said; the file is read for the numbers alone.
    const rows =
      await database.rows(`select source_file, line_number, cast(${at} as varchar) as at, ${what} as what
from (${model.sql}) as numbered where reject_reason is null and ${where} order by source_file, line_number`);
    for (const row of rows) {
      const file = asText(row["source_file"]);
      const line = { line: Number(row["line_number"]), at: asText(row["at"]), what: asText(row["what"]) };
      const lines = byFile.get(file);
      if (lines === undefined) byFile.set(file, [line]);
      else lines.push(line);
    }
    return byFile;
  }
}
