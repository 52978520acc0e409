import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

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
    effects.warn(`the record of this run could not be written: ${messageOf(failure)}`);
  }
}

function recordOf(facts: RunFacts, startedAt: string, finishedAt: string) {
  const { command, batches, built, checks, failure } = facts;
  return {
    command,
    status: failure === undefined ? "done" : "failed",
    ...(failure === undefined ? {} : { error: messageOf(failure) }),
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

const runSummary = z.object({
  command: z.string(),
  status: z.enum(["done", "failed"]),
  finished_at: z.string(),
  seconds: z.number(),
});

export type RunSummary = z.infer<typeof runSummary>;

/** What the newest record says in short; null where there is none, or none that can be read. */
export function lastRun(paths: WarehousePaths): RunSummary | null {
  const directory = runsDirectory(paths);
  try {
    const newest = readdirSync(directory)
      .filter((name) => name.endsWith(".json"))
      .toSorted()
      .at(-1);
    return newest === undefined
      ? null
      : runSummary.parse(JSON.parse(readFileSync(join(directory, newest), "utf8")));
  } catch {
    return null;
  }
}

function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : JSON.stringify(failure);
}

function runsDirectory(paths: WarehousePaths): string {
  return join(paths.history, "runs");
}
