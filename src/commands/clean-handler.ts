import { ExitCode } from "../lib/errors.ts";
import { chooseFormat, printResult } from "../lib/output.ts";
import { formatBytes, formatNumberOf } from "../lib/quantities.ts";
import { cleanDerived } from "../pipeline/clean.ts";
import type { CommandContext } from "./command.ts";

export interface CleanOptions {
  /** Whether Bronze goes even where the telemetry it was made of is gone. */
  readonly isForced: boolean;
}

/** Deletes the derived layers and says which. */
export async function cleanWarehouse({ isForced }: CleanOptions, context: CommandContext): Promise<ExitCode> {
  const { paths, settings, stdout, note, now } = context;
  const folders = await cleanDerived({ paths, startedAt: new Date(now()).toISOString(), isForced });
  await printResult(
    {
      columns: [
        { name: "folder", kind: "text" },
        { name: "files", kind: "integer" },
        { name: "bytes", kind: "integer" },
      ],
      rows: folders.map(({ folder, files, bytes }) => [folder, files, bytes]),
    },
    { format: chooseFormat(undefined, { isJson: settings.isJson, stream: stdout }), stream: stdout, note },
  );
  const total = (figure: "files" | "bytes"): number => folders.reduce((sum, each) => sum + each[figure], 0);
  note(
    total("files") === 0
      ? `nothing to delete in ${paths.root}`
      : `deleted ${formatNumberOf(total("files"), "file")}, ${formatBytes(total("bytes"))}; landing/ and reference/ are as they were`,
  );
  return ExitCode.done;
}
