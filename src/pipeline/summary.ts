import { readFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { streamResult } from "../engine/result.ts";
import { rowBatches, type ResultColumn, type ResultRow } from "../lib/result.ts";
import { sqlDirectory } from "../lib/paths.ts";
import { withLake, type LakeOptions } from "./lake.ts";

const ratio = z.number().nullable();

const scopeSummary = z.object({
  scope: z.enum(["machine", "line", "overall"]),
  site_id: z.string().nullable(),
  line_id: z.string().nullable(),
  machine_id: z.string().nullable(),
  /** Set where a line is measured by it. */
  constraint_machine_id: z.string().nullable(),
  first_date: z.string().nullable(),
  last_date: z.string().nullable(),
  oee: ratio,
  availability: ratio,
  performance: ratio,
  quality: ratio,
  oee_low: ratio,
  oee_high: ratio,
  coverage: ratio,
  resource_oee: ratio,
  planned_production_s: z.number().nullable(),
  total_qty: z.number().nullable(),
  good_qty: z.number().nullable(),
  failure_count: z.number().nullable(),
  mtbf_s: z.number().nullable(),
  mttr_s: z.number().nullable(),
  worst_loss: z.string().nullable(),
  worst_loss_s: z.number().nullable(),
});

/** What the OEE summary says of one machine, one line or the whole plant. */
export type ScopeSummary = z.infer<typeof scopeSummary>;

export interface OeeSummary {
  readonly columns: readonly ResultColumn[];
  /** As the SQL returned them: machines, lines, then the whole. */
  readonly rows: readonly ResultRow[];
  readonly scopes: readonly ScopeSummary[];
}

const file = "sql/analytics/oee_summary.sql";

/** Asks what `sql/analytics/oee_summary.sql` asks of what is published. */
export async function readOeeSummary(options: LakeOptions): Promise<OeeSummary> {
  const sql = readFileSync(join(sqlDirectory(), "analytics", "oee_summary.sql"), "utf8");
  return await withLake(options, async ({ database, bindFor }) => {
    await bindFor(sql, file);
    const { columns, rows: batches } = await streamResult(database, sql);
    const rows: ResultRow[] = [];
    for await (const batch of rowBatches(batches)) rows.push(...batch);
    const scopes = rows.map((row) =>
      scopeSummary.parse(Object.fromEntries(columns.map(({ name }, index) => [name, row[index]]))),
    );
    return { columns, rows, scopes };
  });
}
