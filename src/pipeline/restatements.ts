import { readFileSync, statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { literal, type Database } from "../engine/database.ts";
import { publishFile, syncFile } from "../lib/atomic-file.ts";
import { sqlDirectory, type WarehousePaths } from "../lib/paths.ts";
import { StatementFailure } from "../engine/statement-failure.ts";
import { bindRelation } from "./bind.ts";
import type { StagedBuild } from "./build.ts";
import { addDays, type Day, type Stretch } from "./days.ts";
import { openOrder } from "./graph.ts";
import type { Manifest } from "./manifest.ts";
import type { Session } from "./session.ts";

/** Relations that `sql/history/shifts.sql` reads. */
const compared = ["gold.oee_by_machine_shift", "gold.dim_machine", "silver.machine_slices"];
/** What binds the collection `silver.source_events`. */
const eventsOfAllSources = "silver.identified_events";

/** Which published shifts a build changes, and why, on its way into the history. */
export interface Restatements {
  readonly staged: string;
  /** Where it is to lie, relative to the warehouse, for the manifest to name. */
  readonly file: string;
}

/** Writes down, staged, which published shifts a staged build changes. Undefined where it changes none. */
export async function stageRestatements(
  session: Session,
  database: Database,
  before: Manifest,
  { built, manifest, bind }: StagedBuild,
): Promise<Restatements | undefined> {
  const { effects, paths } = session;
  const known = before.tables["gold.fact_oee"]?.parts ?? {};
  const changed = built.find(({ relation }) => relation === "gold.fact_oee")?.changedDays ?? [];
  const days = changed.filter((day) => (known[day]?.rows ?? 0) > 0);
  if (days.length === 0) return undefined;
  await database.run(`create schema if not exists "before"; create schema if not exists "after"`);
  try {
    await bindBefore(session, database, before, around(days));
    await database.run(`create or replace table "before".shifts as ${shiftsOf(days)}`);
  } catch (failure) {
    // A model may have got columns that the figures before it do not have.
    if (!(failure instanceof StatementFailure)) throw failure;
    return undefined;
  } finally {
    await bind(database, [...compared, eventsOfAllSources], () => around(days));
  }
  await database.run(`create or replace table "after".shifts as ${shiftsOf(days)}`);
  await database.run(`create or replace table "after".new_events as ${newEvents(before, manifest)}`);
  const restatedAt = new Date(effects.now()).toISOString();
  const file = join("history", "restatements", `${restatedAt.replaceAll(/[:.]/g, "-")}.parquet`);
  const staged = join(paths.staging, "restatements.parquet");
  await mkdir(paths.staging, { recursive: true });
  await database.run(
    `copy (
      select
        timestamp '${restatedAt.slice(0, -1)}' as restated_at,
        case when late_event_count > 0 then concat(late_event_count, ' late event', case when late_event_count > 1 then 's' else '' end) else ${literal(causeOf(built))} end as cause,
        *
      from (${historySql("restated_shifts")})
      order by machine_id, production_date, shift_id
    ) to ${literal(staged)} (format parquet)`,
  );
  const [count] = await database.rows(`select count(*) as n from read_parquet(${literal(staged)})`);
  if (count?.["n"] === 0 || statSync(staged, { throwIfNoEntry: false }) === undefined) return undefined;
  return { staged, file };
}

/** Adds what is staged to the history. */
export function publishRestatements({ root }: WarehousePaths, { staged, file }: Restatements): void {
  syncFile(staged);
  publishFile(staged, join(root, file));
}

function historySql(name: string): string {
  return readFileSync(join(sqlDirectory(), "history", `${name}.sql`), "utf8");
}

function shiftsOf(days: readonly Day[]): string {
  const list = days.map((day) => `date ${literal(day)}`).join(", ");
  return `select * from (${historySql("shifts")}) where production_date in (${list})`;
}

function around(days: readonly Day[]): Stretch {
  const sorted = days.toSorted();
  return { from: addDays(sorted[0] ?? "", -2), to: addDays(sorted.at(-1) ?? "", 3) };
}

async function bindBefore(
  { graph, paths }: Session,
  database: Database,
  manifest: Manifest,
  stretch: Stretch,
): Promise<void> {
  for (const relation of openOrder(graph, compared)) {
    await bindRelation(database, relation, { graph, manifest, paths }, { stretch });
  }
}

/** Events of the batches that came since models were built last. */
function newEvents(before: Manifest, after: Manifest): string {
  const ids = Object.entries(after.sources).flatMap(([source, { batches }]) =>
    batches.slice(before.modelled[source] ?? 0).map(({ id }) => literal(id)),
  );
  if (ids.length === 0) return "select machine_id, event_at from silver.source_events where false";
  return `select machine_id, event_at from silver.source_events where batch_id in (${ids.join(", ")})`;
}

/** What but late events can change a figure: the plant's files, or the code. */
function causeOf(built: StagedBuild["built"]): string {
  const reasons = built.flatMap((table) => table.reasons);
  const files = reasons
    .filter((reason) => reason.startsWith("input reference."))
    .map((reason) => `reference/${reason.slice("input reference.".length)}.csv`);
  const models = built
    .filter((table) => table.reasons.some((reason) => reason === "sql" || reason.startsWith("view ")))
    .map(({ relation }) => relation);
  const causes = [
    ...new Set(files),
    ...(models.length === 0
      ? []
      : [`SQL of ${models.slice(0, 3).join(", ")}${models.length > 3 ? " ..." : ""}`]),
    ...(reasons.includes("engine") ? ["another version of DuckDB"] : []),
  ];
  return causes.length === 0 ? "data of other shifts" : causes.join("; ");
}
