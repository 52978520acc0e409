import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { engineVersion } from "../engine/database.ts";
import { writeAtomically } from "../lib/atomic-file.ts";
import type { WarehousePaths } from "../lib/paths.ts";
import type { BuiltTable } from "./build.ts";
import type { CheckResult } from "./check.ts";
import type { NewBatch } from "./refresh.ts";
import type { Session } from "./session.ts";

export interface RunFacts {
  readonly command: string;
  readonly startedMs: number;
  readonly batches: readonly NewBatch[];
  readonly built: readonly BuiltTable[];
  readonly checks: readonly CheckResult[];
  readonly failure?: unknown;
}

/**
 * Leaves a record of a run under `history/runs/`: what was taken in and built, why, and how it went. It is history and
 * nothing depends on it: a disk that has no room for it takes no build back.
 */
export function recordRun({ paths, effects }: Session, facts: RunFacts): void {
  const startedAt = new Date(facts.startedMs).toISOString();
  const name = `${startedAt.replaceAll(/[:.]/g, "-")}-${process.pid}.json`;
  const record = recordOf(facts, startedAt, new Date(effects.now()).toISOString());
  try {
    writeAtomically(join(runsDirectory(paths), name), `${JSON.stringify(record, null, 2)}\n`, paths.staging);
  } catch (failure) {
    effects.warn(
      `the record of this run could not be written: ${failure instanceof Error ? failure.message : String(failure)}`,
    );
  }
}

function recordOf(facts: RunFacts, startedAt: string, finishedAt: string) {
  const { command, batches, built, checks, failure } = facts;
  return {
    command,
    status: failure === undefined ? "done" : "failed",
    ...(failure === undefined ? {} : { error: failure instanceof Error ? failure.message : String(failure) }),
    started_at: startedAt,
    finished_at: finishedAt,
    seconds: (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000,
    engine: engineVersion,
    batches: batches.map(({ source, id, contentIds, rows, quarantined, bytes, firstDate, lastDate }) => ({
      source,
      batch_id: id,
      files: contentIds.length,
      rows,
      quarantined,
      bytes,
      first_date: firstDate,
      last_date: lastDate,
    })),
    tables: built.map(({ relation, reasons, days, changedDays, rows, bytes, seconds }) => ({
      relation,
      reasons,
      days,
      changed_days: changedDays,
      rows,
      bytes,
      seconds,
    })),
    checks: checks.map(({ check, failingRows }) => ({
      name: check.name,
      severity: check.severity,
      failing_rows: failingRows,
    })),
  };
}

/** The newest record, as text of JSON; undefined where there is none. */
export function lastRunRecord(paths: WarehousePaths): string | undefined {
  let names: string[];
  try {
    names = readdirSync(runsDirectory(paths));
  } catch {
    return undefined;
  }
  const newest = names
    .filter((name) => name.endsWith(".json"))
    .toSorted()
    .at(-1);
  return newest === undefined ? undefined : readFileSync(join(runsDirectory(paths), newest), "utf8");
}

function runsDirectory(paths: WarehousePaths): string {
  return join(paths.history, "runs");
}
