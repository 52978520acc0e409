import { ExitCode } from "../lib/errors.ts";
import { explainKpi, type ExplainOptions } from "../pipeline/explain/explain.ts";
import type { CommandContext } from "./command.ts";
import { renderExplanation } from "./explain-report.ts";
import type { ExplainFormat } from "./explain.ts";

export interface ExplainSettings extends ExplainOptions {
  /** Whether every stop and line is printed. */
  readonly isWhole: boolean;
  /** As asked; undefined is text, or JSON under --json. */
  readonly format: ExplainFormat | undefined;
}

/** Prints what a KPI of a shift rests on. */
export async function explain(
  { isWhole, format, ...options }: ExplainSettings,
  { paths, signal, settings, stdout }: CommandContext,
): Promise<ExitCode> {
  const explanation = await explainKpi(options, { paths, signal });
  const chosen = format ?? (settings.isJson ? "json" : "table");
  if (chosen === "json") {
    stdout.write(`${JSON.stringify(explanation, null, 1)}\n`);
  } else {
    const hasColor = (stdout.isTTY ?? false) && settings.hasColor;
    stdout.write(renderExplanation(explanation, { isWhole, hasColor }));
  }
  return ExitCode.done;
}
