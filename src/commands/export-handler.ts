import type { ExitCode } from "../lib/errors.ts";
import type { CommandContext } from "./command.ts";
import type { ExportFormat } from "./export.ts";
import { notAvailable } from "./not-available.ts";
import type { DateSpan } from "./option-values.ts";

export interface ExportOptions {
  /** As in `gold.oee_by_day`; none means all Gold views. */
  readonly relations: readonly string[];
  readonly format: ExportFormat;
  readonly span: DateSpan;
  readonly directory: string;
  /** Whether texts that a spreadsheet takes for formulas stay as they are. */
  readonly isRaw: boolean;
}

/** Writes relations to files. */
export async function exportRelations(_options: ExportOptions, _context: CommandContext): Promise<ExitCode> {
  throw notAvailable("export");
}
