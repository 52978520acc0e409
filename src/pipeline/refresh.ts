import type { ExitCode } from "../lib/errors.ts";
import type { BuiltTable } from "./build.ts";
import type { CheckResult } from "./check.ts";
import type { Batch, Manifest } from "./manifest.ts";
import { recordRun } from "./run-record.ts";
import { refreshBronze, refreshModels } from "./run.ts";
import type { Session, Standing } from "./session.ts";

export interface RefreshOptions {
  /** What the run record names as the reason of the run, as in `run` or `build gold`. */
  readonly command: string;
  readonly targets: readonly string[];
  readonly isFullRefresh: boolean;
}

export interface Refreshed {
  /** Says whether a landing file had to be left out. */
  readonly exitCode: ExitCode;
  readonly batches: readonly NewBatch[];
  /** Tables that were built, in order; those whose content came out the same among them. */
  readonly built: readonly BuiltTable[];
  readonly checks: readonly CheckResult[];
  readonly bronzeMs: number;
  readonly modelsMs: number;
}

export interface NewBatch extends Batch {
  readonly source: string;
}

/** Takes in what is new in landing, builds what that makes stale, and leaves a record of both. */
export async function refresh(
  session: Session,
  { manifest, faultsOf }: Standing,
  options: RefreshOptions,
): Promise<Refreshed> {
  const { effects } = session;
  const startedMs = effects.now();
  let batches: readonly NewBatch[] = [];
  try {
    const bronze = await refreshBronze(session, manifest);
    batches = newBatches(manifest, bronze.manifest);
    const bronzeMs = effects.now() - startedMs;
    const { built, checks } = await refreshModels(session, bronze.manifest, {
      ...options,
      faultsOf: await faultsOf,
    });
    const modelsMs = effects.now() - startedMs - bronzeMs;
    if (batches.length + built.length > 0) {
      recordRun(session, { ...options, startedMs, batches, built, checks });
    }
    return { exitCode: bronze.exitCode, batches, built, checks, bronzeMs, modelsMs };
  } catch (failure) {
    recordRun(session, { ...options, startedMs, batches, built: [], checks: [], failure });
    throw failure;
  }
}

function newBatches(before: Manifest, after: Manifest): readonly NewBatch[] {
  return Object.entries(after.sources).flatMap(([source, { batches }]) =>
    batches.slice(before.sources[source]?.batches.length ?? 0).map((batch) => ({ source, ...batch })),
  );
}
