import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { ExitCode, UserError } from "../lib/errors.ts";
import { sqlDirectory, type WarehousePaths } from "../lib/paths.ts";
import { formatCount, formatDuration } from "../lib/quantities.ts";
import { findLandingFiles } from "../pipeline/ingest/landing.ts";
import { refresh, type Refreshed } from "../pipeline/refresh.ts";
import { resolveTargets } from "../pipeline/run.ts";
import { withSession, writeInSession, type Session, type WritingLimits } from "../pipeline/session.ts";
import type { CommandContext } from "./command.ts";

export interface WatchOptions {
  readonly intervalMs: number;
  readonly limits: WritingLimits;
}

/** So long at least others get a turn. */
const leastRestMs = 30;

/**
 * Takes in what comes to landing and refreshes what it makes stale, again and again; one line a cycle that did something.
 * A cycle that fails is told and tried again: bad data now must not end what serves tomorrow. Ctrl+C ends it cleanly.
 */
export async function watchLanding(options: WatchOptions, context: CommandContext): Promise<ExitCode> {
  const { paths, note, warn, signal } = context;
  note(`watching ${paths.landing}; Ctrl+C ends it`);
  const watching: Watching = { ...options, lastSeen: undefined, lastFailure: undefined };
  while (!signal.aborted) {
    try {
      await followWithOneSession(watching, context);
    } catch (failure) {
      if (signal.aborted) break;
      if (!(failure instanceof UserError)) throw failure;
      if (failure.message !== watching.lastFailure) warn(`${failure.message}; trying again`);
      watching.lastFailure = failure.message;
      await rest(options.intervalMs, signal);
    }
  }
  note("stopped");
  return ExitCode.done;
}

interface Watching extends WatchOptions {
  /** The landing as it was when all of it had been taken in. */
  lastSeen: string | undefined;
  lastFailure: string | undefined;
}

/** A session costs as much to open as a tenth of a cycle: it is kept until the plant or the SQL is another, or a cycle fails. */
async function followWithOneSession(watching: Watching, context: CommandContext): Promise<void> {
  const { intervalMs, limits } = watching;
  const { paths, signal, now } = context;
  const effects = { ...context, hasProgress: false, note: () => {} };
  const basis = basisOf(paths);
  await withSession({ paths, effects, limits }, async (session) => {
    while (!signal.aborted && basisOf(paths) === basis) {
      const startedMs = now();
      const seen = `${basis}${landingOf(paths)}`;
      if (seen !== watching.lastSeen) await cycle(session, limits, context);
      watching.lastSeen = seen;
      watching.lastFailure = undefined;
      await rest(intervalMs - (now() - startedMs), signal);
    }
  });
}

async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.max(milliseconds, leastRestMs), undefined, { signal }).catch(() => {});
}

async function cycle(session: Session, limits: WritingLimits, context: CommandContext): Promise<void> {
  const { stdout, settings, now } = context;
  const startedMs = now();
  await writeInSession(session, limits, async (standing) => {
    const options = { command: "watch", targets: resolveTargets(session, []), isFullRefresh: false };
    const done = await refresh(session, standing, options);
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

/** What decides whether a session is still the right one: which SQL and which reference files there are, how large and how old. */
function basisOf({ reference }: WarehousePaths): string {
  return JSON.stringify([reference, sqlDirectory()].map(filesIn));
}

/** What decides whether there is anything to do. */
function landingOf({ landing }: WarehousePaths): string {
  const { files } = findLandingFiles(landing);
  return JSON.stringify(files.map(({ name, bytes, modifiedMs }) => [name, bytes, modifiedMs]));
}

function filesIn(directory: string): readonly unknown[] {
  const names = existsSync(directory) ? readdirSync(directory, { recursive: true, encoding: "utf8" }) : [];
  return names.map((name) => {
    const stat = statSync(join(directory, name), { throwIfNoEntry: false });
    return [name, stat?.size, stat?.mtimeMs];
  });
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
