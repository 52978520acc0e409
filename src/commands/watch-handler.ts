import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { ExitCode, UserError } from "../lib/errors.ts";
import type { WarehousePaths } from "../lib/paths.ts";
import { formatCount, formatDuration } from "../lib/quantities.ts";
import { findLandingFiles } from "../pipeline/ingest/landing.ts";
import { refresh, type Refreshed } from "../pipeline/refresh.ts";
import { resolveTargets } from "../pipeline/run.ts";
import { withWritingSession, type WritingLimits } from "../pipeline/session.ts";
import type { CommandContext } from "./command.ts";

export interface WatchOptions {
  readonly intervalMs: number;
  readonly limits: WritingLimits;
}

/**
 * Takes in what comes to landing and refreshes what it makes stale, again and again; one line a cycle that did something.
 * A cycle that fails is told and tried again: bad data now must not end what serves tomorrow. Ctrl+C ends it cleanly.
 */
export async function watchLanding(
  { intervalMs, limits }: WatchOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { paths, note, warn, signal, now } = context;
  note(`watching ${paths.landing}; Ctrl+C ends it`);
  let lastFailure: string | undefined;
  let lastSeen: string | undefined;
  while (!signal.aborted) {
    const startedMs = now();
    try {
      const seen = whatIsThere(paths);
      if (seen !== lastSeen) await cycle(limits, context);
      lastSeen = seen;
      lastFailure = undefined;
    } catch (failure) {
      if (signal.aborted) break;
      if (!(failure instanceof UserError)) throw failure;
      if (failure.message !== lastFailure) warn(`${failure.message}; trying again`);
      lastFailure = failure.message;
    }
    const restMs = Math.max(intervalMs - (now() - startedMs), 50);
    await sleep(restMs, undefined, { signal }).catch(() => {});
  }
  note("stopped");
  return ExitCode.done;
}

async function cycle(limits: WritingLimits, context: CommandContext): Promise<void> {
  const { paths, stdout, settings, now } = context;
  const effects = { ...context, hasProgress: false, note: () => {} };
  const startedMs = now();
  await withWritingSession({ paths, effects, limits }, async (session, manifest) => {
    const options = { command: "watch", targets: resolveTargets(session, []), isFullRefresh: false };
    const done = await refresh(session, manifest, options);
    if (done.batches.length + done.built.length === 0) return;
    const line = cycleFacts(done, { endedMs: now(), tookMs: now() - startedMs });
    stdout.write(settings.isJson ? `${JSON.stringify(line)}\n` : `${sentence(line)}\n`);
  });
}

interface CycleFacts {
  readonly at: string;
  readonly rows: number;
  readonly quarantined: number;
  readonly tables: number;
  readonly changed_days: readonly string[];
  readonly seconds: number;
}

/** What decides whether there is anything to do: which files there are in landing and reference, how large and how old. */
function whatIsThere({ landing, reference }: WarehousePaths): string {
  const telemetry = findLandingFiles(landing).files.map(({ name, bytes, modifiedMs }) => [
    name,
    bytes,
    modifiedMs,
  ]);
  const names = existsSync(reference) ? readdirSync(reference) : [];
  const plant = names.map((name) => {
    const stat = statSync(join(reference, name), { throwIfNoEntry: false });
    return [name, stat?.size, stat?.mtimeMs];
  });
  return JSON.stringify([telemetry, plant]);
}

function cycleFacts(
  { batches, built }: Refreshed,
  { endedMs, tookMs }: { endedMs: number; tookMs: number },
): CycleFacts {
  const days = new Set(built.flatMap(({ changedDays }) => changedDays).filter((day) => day !== ""));
  return {
    at: new Date(endedMs).toISOString(),
    rows: batches.reduce((sum, { rows }) => sum + rows, 0),
    quarantined: batches.reduce((sum, { quarantined }) => sum + quarantined, 0),
    tables: built.filter(({ changedDays }) => changedDays.length > 0).length,
    changed_days: [...days].toSorted(),
    seconds: Math.round(tookMs) / 1000,
  };
}

function sentence({ at, rows, quarantined, tables, changed_days: days, seconds }: CycleFacts): string {
  const refused = quarantined > 0 ? `, ${formatCount(quarantined)} quarantined` : "";
  const [first, last] = [days[0], days.at(-1)];
  const span = first === undefined ? "" : first === last ? ` of ${first}` : ` of ${first} to ${last}`;
  return `${at}  ${formatCount(rows)} rows${refused}; ${formatCount(tables)} tables${span} in ${formatDuration(seconds * 1000)}`;
}
