import { ExitCode } from "../lib/errors.ts";
import { chooseFormat, printResult } from "../lib/output.ts";
import { formatCount } from "../lib/quantities.ts";
import type { ResultFormat } from "../lib/result.ts";
import { verifyGold } from "../pipeline/truth/verify.ts";
import type { CommandContext } from "./command.ts";

export interface VerifyOptions {
  /** As asked; see chooseFormat. */
  readonly format: ResultFormat | undefined;
}

/** Prints where Gold differs from what the simulator knows. */
export async function verify({ format }: VerifyOptions, context: CommandContext): Promise<ExitCode> {
  const { paths, signal, settings, stdout, note } = context;
  const { columns, rows, unexplainedCount, comparedCount } = await verifyGold({ paths, signal });
  const chosen = chooseFormat(format, { isJson: settings.isJson, stream: stdout });
  if (rows.length > 0 || chosen !== "table") {
    await printResult({ columns, rows }, { format: chosen, stream: stdout, note });
  }
  const compared = `${formatCount(comparedCount)} machine hours compared`;
  if (rows.length === 0) note(`${compared}: Gold is the truth`);
  else {
    const explained = `${formatCount(rows.length - unexplainedCount)} explained by recorded dirt`;
    note(`${compared}: ${formatCount(rows.length)} differences, ${explained}`);
  }
  return unexplainedCount === 0 ? ExitCode.done : ExitCode.failed;
}
