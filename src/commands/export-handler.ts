import { relative, resolve } from "node:path";

import { ExitCode } from "../lib/errors.ts";
import { chooseFormat, printResult } from "../lib/output.ts";
import { formatBytes, formatDuration, formatNumberOf } from "../lib/quantities.ts";
import { writeExport, type ExportedFile, type ExportSpec } from "../pipeline/export/export.ts";
import type { CommandContext } from "./command.ts";

/** Writes relations to files and prints which. */
export async function exportRelations(spec: ExportSpec, context: CommandContext): Promise<ExitCode> {
  const { paths, settings, stdout, note, now } = context;
  const startedAt = now();
  const directory = resolve(spec.directory);
  const files = await writeExport({ ...spec, directory }, { paths, effects: context });
  tellUncut(files, spec, note);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const took = formatDuration(now() - startedAt);
  note(`${formatNumberOf(files.length, "file")}, ${formatBytes(bytes)}, written to ${directory} in ${took}`);
  await printResult(
    {
      columns: [
        { name: "relation", kind: "text" },
        { name: "file", kind: "text" },
        { name: "rows", kind: "integer" },
        { name: "bytes", kind: "integer" },
      ],
      rows: files.map((file) => [file.relation, shownPath(file.path), file.rows, file.bytes]),
    },
    { format: chooseFormat(undefined, { isJson: settings.isJson, stream: stdout }), stream: stdout, note },
  );
  return ExitCode.done;
}

/** From where the user stands, unless that is no shorter way to say it. */
function shownPath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith("..") ? path : fromHere;
}

function tellUncut(
  files: readonly ExportedFile[],
  { span }: ExportSpec,
  note: (message: string) => void,
): void {
  if (span.from === undefined && span.to === undefined) return;
  const whole = files.filter(({ filter }) => filter === undefined);
  if (whole.length > 0) note(`without a production date, and so exported whole: ${names(whole)}`);
  const touched = files.filter(({ filter }) => filter !== undefined && filter.grain !== "day");
  if (touched.length > 0) note(`weeks and months that the dates touch are whole: ${names(touched)}`);
}

function names(files: readonly ExportedFile[]): string {
  return files.map(({ relation }) => relation).join(", ");
}
