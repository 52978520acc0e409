import { ExitCode } from "../lib/errors.ts";
import { formatDuration, formatCount } from "../lib/quantities.ts";
import { chooseFormat, printResult } from "../lib/output.ts";
import { readManifest } from "../pipeline/manifest.ts";
import { refresh } from "../pipeline/refresh.ts";
import { planModels, resolveTargets } from "../pipeline/run.ts";
import { withSession, withWritingSession, type WritingLimits } from "../pipeline/session.ts";
import type { CommandContext } from "./command.ts";

export type Layer = "bronze" | "silver" | "gold";

export interface BuildOptions {
  /** As in `gold.fact_oee`, or a layer; none means all. */
  readonly relations: readonly string[];
  readonly isPlanOnly: boolean;
  readonly isFullRefresh: boolean;
  readonly limits: WritingLimits;
}

/** Brings one layer and its prerequisites up to date. */
export async function buildLayer(
  layer: Layer,
  limits: WritingLimits,
  context: CommandContext,
): Promise<ExitCode> {
  const options = { relations: [layer], isPlanOnly: false, isFullRefresh: false, limits };
  return await buildRelations(options, context);
}

/** Brings single relations and their prerequisites up to date, or prints the plan for it. */
export async function buildRelations(options: BuildOptions, context: CommandContext): Promise<ExitCode> {
  if (options.isPlanOnly) return await printPlan(options, context);
  const { paths, note, now } = context;
  const startedAt = now();
  return await withWritingSession(
    { paths, effects: context, limits: options.limits },
    async (session, standing) => {
      const targets = resolveTargets(session, options.relations);
      const command = ["build", ...options.relations].join(" ");
      const { batches, built, exitCode } = await refresh(session, standing, { ...options, command, targets });
      const took = formatDuration(now() - startedAt);
      note(
        built.length === 0 && batches.length === 0
          ? `up to date (${took})`
          : `built ${formatCount(built.length)} relations in ${took}`,
      );
      return exitCode;
    },
  );
}

async function printPlan(options: BuildOptions, context: CommandContext): Promise<ExitCode> {
  const { paths, stdout, settings, note } = context;
  const planned = await withSession({ paths, effects: context }, async (session) =>
    planModels(session, readManifest(paths), {
      ...options,
      targets: resolveTargets(session, options.relations),
    }),
  );
  if (planned.length === 0) note("up to date");
  await printResult(
    {
      columns: [
        { name: "relation", kind: "text" },
        { name: "partition", kind: "text" },
        { name: "reasons", kind: "text" },
      ],
      rows: planned.map(({ relation, partition, reasons }) => [relation, partition, reasons.join(", ")]),
    },
    { format: chooseFormat(undefined, { isJson: settings.isJson, stream: stdout }), stream: stdout, note },
  );
  return ExitCode.done;
}
