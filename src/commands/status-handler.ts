import { ExitCode } from "../lib/errors.ts";
import { chooseFormat } from "../lib/output.ts";
import { readManifest } from "../pipeline/manifest.ts";
import { withSession } from "../pipeline/session.ts";
import { readStatus, type WarehouseStatus } from "../pipeline/status.ts";
import type { CommandContext } from "./command.ts";
import type { StatusFormat } from "./status.ts";
import { renderStatus } from "./status-report.ts";

export interface StatusOptions {
  /** Whether something stale makes the exit code 3. */
  readonly isStaleFailure: boolean;
  /** As asked; see chooseFormat. */
  readonly format: StatusFormat | undefined;
}

/** Prints what each layer holds and whether it is up to date. */
export async function showStatus(
  { isStaleFailure, format }: StatusOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { paths, settings, stdout } = context;
  const status = await withSession({ paths, effects: context }, (session) =>
    readStatus(session, readManifest(paths)),
  );
  const chosen = chooseFormat(format, { isJson: settings.isJson, stream: stdout });
  if (chosen === "table") stdout.write(renderStatus(status, paths.root));
  else stdout.write(`${JSON.stringify(statusObject(status, paths.root), null, chosen === "json" ? 2 : 0)}\n`);
  return isStaleFailure && status.isStale ? ExitCode.stale : ExitCode.done;
}

/** The stable form for machines. */
function statusObject(status: WarehouseStatus, warehouse: string) {
  return {
    warehouse,
    is_stale: status.isStale,
    layers: Object.fromEntries(
      status.layers.map(({ layer, files, rows, bytes, firstDate, lastDate, staleCount }) => [
        layer,
        { files, rows, bytes, first_date: firstDate, last_date: lastDate, stale: staleCount },
      ]),
    ),
    new_files: status.newFiles,
    unreadable_files: status.unreadableFiles,
    ignored_files: status.foreignFiles,
    stale_relations: status.staleRelations,
    quarantined_lines: status.quarantinedLines,
    coverage: status.coverage,
    last_run: status.lastRun,
  };
}
