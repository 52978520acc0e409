import { dirname, resolve } from "node:path";

import { openSnapshot } from "../dashboard/data/snapshots.ts";
import { readQuestionBook } from "../dashboard/data/questions.ts";
import { readPage } from "../dashboard/report/page.ts";
import { NothingToReport, writeReport } from "../dashboard/report/report.ts";
import { writeAtomically } from "../lib/atomic-file.ts";
import { ExitCode, UserError } from "../lib/errors.ts";
import { sqlDirectory } from "../lib/paths.ts";
import { startProgress } from "../lib/progress.ts";
import { formatBytes } from "../lib/quantities.ts";
import type { CommandContext } from "./command.ts";
import { holdOpen, pageDirectory, stateId } from "./dashboard-warehouse.ts";
import type { DateSpan } from "./option-values.ts";

export interface ReportFileOptions extends DateSpan {
  readonly out: string;
}

/** Writes the report of the present state of the warehouse. */
export async function writeReportFile(
  { out, from, to }: ReportFileOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { paths, signal, note } = context;
  const id = await stateId(paths);
  if (id === null) {
    throw new UserError("nothing is built in this warehouse yet", {
      code: "EMPTY_WAREHOUSE",
      hint: "run: indkpi run",
    });
  }
  const page = await readPage(pageDirectory());
  const snapshot = await openSnapshot(id, readQuestionBook(sqlDirectory()), () => holdOpen(paths, signal));
  const progress = startProgress({ label: "report", unit: "places", effects: context });
  try {
    const html = await writeReport({ snapshot, page, from, to, advance: (done) => progress.set(done) });
    progress.finish();
    const file = resolve(out);
    writeAtomically(file, html, dirname(file));
    note(`${out}: ${formatBytes(Buffer.byteLength(html))}`);
  } catch (failure) {
    if (!(failure instanceof NothingToReport)) throw failure;
    throw new UserError(failure.message, {
      code: "NOTHING_TO_REPORT",
      hint: "choose other dates with --from and --to",
    });
  } finally {
    await snapshot.close();
  }
  return ExitCode.done;
}
