import { ExitCode, UserError } from "../lib/errors.ts";
import { formatCount, formatDuration, formatNumberOf } from "../lib/quantities.ts";
import type { ResultFormat } from "../lib/result.ts";
import type { BuiltTable } from "../pipeline/build.ts";
import type { CheckResult } from "../pipeline/check.ts";
import { findLandingFiles } from "../pipeline/ingest/landing.ts";
import { readManifest } from "../pipeline/manifest.ts";
import { refresh } from "../pipeline/refresh.ts";
import { resolveTargets } from "../pipeline/run.ts";
import { withWritingSession, type WritingLimits } from "../pipeline/session.ts";
import { readOeeSummary } from "../pipeline/summary.ts";
import type { CommandContext } from "./command.ts";
import { printOeeSummary } from "./oee-output.ts";
import { simulate } from "./simulate-handler.ts";
import { simulationDefaults } from "./simulate.ts";

export interface RunOptions {
  /** As asked; see chooseFormat. */
  readonly format: ResultFormat | undefined;
  readonly limits: WritingLimits;
}

/** Simulates if there is no telemetry at all, then builds, checks and sums up. */
export async function runAll({ format, limits }: RunOptions, context: CommandContext): Promise<ExitCode> {
  const { paths } = context;
  if (isWithoutTelemetry(context)) await simulatePlant(context);
  const exitCode = await withWritingSession(
    { paths, effects: context, limits },
    async (session, standing) => {
      const targets = resolveTargets(session, []);
      const done = await refresh(session, standing, { command: "run", targets, isFullRefresh: false });
      context.note(`bronze: ${formatDuration(done.bronzeMs)}`);
      context.note(`silver and gold: ${formatDuration(done.modelsMs)}`);
      tellWhatWasDone(done.built, done.checks, context);
      return done.exitCode;
    },
  );
  await printOeeSummary(await readOeeSummary(context), format, context);
  return exitCode;
}

function tellWhatWasDone(
  built: readonly BuiltTable[],
  checks: readonly CheckResult[],
  { note, warn }: CommandContext,
): void {
  if (built.length === 0) {
    note("everything is up to date: nothing to build, nothing to check");
    return;
  }
  const warned = checks.filter(({ failingRows }) => failingRows > 0);
  const found = warned.length === 0 ? "all passed" : `${formatCount(warned.length)} with a warning`;
  note(`built ${formatNumberOf(built.length, "table")}; ${formatNumberOf(checks.length, "check")}, ${found}`);
  for (const { check, failingRows } of warned) {
    warn(`${check.name}: ${formatNumberOf(failingRows, "row")}: ${check.description} (see indkpi check)`);
  }
}

function isWithoutTelemetry({ paths }: CommandContext): boolean {
  const { files, faults } = findLandingFiles(paths.landing);
  if (files.length > 0 || faults.length > 0) return false;
  return Object.values(readManifest(paths).sources).every(({ batches }) => batches.length === 0);
}

/** The plant that `simulate` makes by default, unless the reference files describe another. */
async function simulatePlant(context: CommandContext): Promise<void> {
  const { paths, note } = context;
  note("no telemetry yet: simulating a plant (see indkpi simulate --help)");
  try {
    await simulate({ ...simulationDefaults, isForced: false }, context);
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== "FILES_EXIST") throw error;
    throw new UserError(
      `${paths.reference} describes a plant, but there is no telemetry in ${paths.landing}`,
      {
        code: "NO_TELEMETRY",
        hint: "put files into landing/, or see a simulated plant with --warehouse NEW_DIRECTORY",
        exitCode: ExitCode.usage,
        cause: error,
      },
    );
  }
}
