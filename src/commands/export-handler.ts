import { statSync } from "node:fs";
import { join, relative, resolve } from "node:path";

import { ExitCode } from "../lib/errors.ts";
import { chooseFormat, printResult } from "../lib/output.ts";
import { formatBytes, formatDuration, formatNumberOf } from "../lib/quantities.ts";
import { writeDuckdbFile } from "../pipeline/export/duckdb-file.ts";
import { writeExport, type ExportedRelation, type ExportSpec } from "../pipeline/export/export.ts";
import type { CommandContext } from "./command.ts";

/** Writes relations to files and prints which. */
export async function exportRelations(spec: ExportSpec, context: CommandContext): Promise<ExitCode> {
  const { paths, settings, stdout, note, now } = context;
  const startedAt = now();
  const directory = resolve(spec.directory);
  const written = await writeExport({ ...spec, directory }, { paths, effects: context });
  tellUncut(written, spec, note);
  const files = written.flatMap(({ relation, files: own }) => own.map((file) => ({ ...file, relation })));
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
      rows: files.map((file) => [
        file.relation,
        shownPath(join(directory, file.name)),
        file.rows,
        file.bytes,
      ]),
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

/** Writes all of Gold into one DuckDB file. */
export async function exportDuckdb(file: string, context: CommandContext): Promise<ExitCode> {
  const { paths, note, now, settings, stdout } = context;
  const startedAt = now();
  const path = resolve(file);
  const { tables, views } = await writeDuckdbFile(path, { paths, effects: context });
  const { size } = statSync(path);
  const took = formatDuration(now() - startedAt);
  note(`${tables} tables and ${views} views, ${formatBytes(size)}, written to ${path} in ${took}`);
  await printResult(
    {
      columns: [
        { name: "file", kind: "text" },
        { name: "tables", kind: "integer" },
        { name: "views", kind: "integer" },
        { name: "bytes", kind: "integer" },
      ],
      rows: [[shownPath(path), tables, views, size]],
    },
    { format: chooseFormat(undefined, { isJson: settings.isJson, stream: stdout }), stream: stdout, note },
  );
  return ExitCode.done;
}

function tellUncut(
  files: readonly ExportedRelation[],
  { span, machines }: ExportSpec,
  note: (message: string) => void,
): void {
  if (machines.length > 0) {
    const ofAll = files.filter(({ hasMachines }) => !hasMachines);
    if (ofAll.length > 0) note(`not by machine, and so exported for all: ${names(ofAll)}`);
  }
  if (span.from === undefined && span.to === undefined) return;
  const whole = files.filter(({ filter }) => filter === undefined);
  if (whole.length > 0) note(`without a production date, and so exported whole: ${names(whole)}`);
  const touched = files.filter(({ filter }) => filter !== undefined && filter.grain !== "day");
  if (touched.length > 0) note(`weeks and months that the dates touch are whole: ${names(touched)}`);
}

function names(files: readonly ExportedRelation[]): string {
  return files.map(({ relation }) => relation).join(", ");
}
