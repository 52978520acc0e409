import { ExitCode, UserError } from "../lib/errors.ts";
import { chooseFormat, printResult } from "../lib/output.ts";
import { formatCount } from "../lib/quantities.ts";
import type { ResultFormat } from "../lib/result.ts";
import { escapeControls } from "../lib/terminal.ts";
import { jsonText } from "../lib/values.ts";
import type { CheckResult } from "../pipeline/check.ts";
import { readManifest } from "../pipeline/manifest.ts";
import type { Check } from "../pipeline/project.ts";
import { checkPublished } from "../pipeline/run.ts";
import { withSession } from "../pipeline/session.ts";
import type { CommandContext } from "./command.ts";

export interface CheckOptions {
  /** As asked; see chooseFormat. */
  readonly format: ResultFormat | undefined;
}

interface Verdict {
  readonly check: Check;
  readonly result: CheckResult | undefined;
  readonly status: "passed" | "warned" | "failed" | "skipped";
}

/** Runs the data checks on what is published and prints what each found. */
export async function runChecks({ format }: CheckOptions, context: CommandContext): Promise<ExitCode> {
  const { paths, settings, stdout, note } = context;
  const manifest = readManifest(paths);
  if (Object.keys(manifest.tables).length === 0) {
    throw new UserError("there is nothing to check: nothing is built yet", {
      code: "NOT_BUILT",
      hint: "run: indkpi run",
    });
  }
  const verdicts = await withSession({ paths, effects: context }, async (session) => {
    const results = await checkPublished(session, manifest);
    return session.project.checks.map((check) => verdict(check, results));
  });
  const chosen = chooseFormat(format, { isJson: settings.isJson, stream: stdout });
  const isForPeople = chosen === "table" || chosen === "markdown";
  await printResult(isForPeople ? shortRows(verdicts) : wholeRows(verdicts), {
    format: chosen,
    stream: stdout,
    note,
  });
  if (chosen === "table") for (const found of verdicts) stdout.write(findings(found));
  note(summaryOf(verdicts));
  return verdicts.some(({ status }) => status === "failed") ? ExitCode.failed : ExitCode.done;
}

function verdict(check: Check, results: readonly CheckResult[]): Verdict {
  const result = results.find((each) => each.check.name === check.name);
  const found = check.severity === "error" ? "failed" : "warned";
  const status = result === undefined ? "skipped" : result.failingRows === 0 ? "passed" : found;
  return { check, result, status };
}

function shortRows(verdicts: readonly Verdict[]) {
  return {
    columns: [
      { name: "check", kind: "text" },
      { name: "severity", kind: "text" },
      { name: "status", kind: "text" },
      { name: "failing_rows", kind: "integer" },
    ],
    rows: verdicts.map(({ check, result, status }) => [
      check.name,
      check.severity,
      status,
      result?.failingRows ?? null,
    ]),
  } as const;
}

function wholeRows(verdicts: readonly Verdict[]) {
  const { columns, rows } = shortRows(verdicts);
  return {
    columns: [...columns, { name: "description", kind: "text" }, { name: "examples", kind: "other" }],
    rows: rows.map((row, index) => [
      ...row,
      verdicts[index]?.check.description ?? null,
      verdicts[index]?.result?.examples ?? [],
    ]),
  } as const;
}

/** What a check is about and some of the rows that offend, for people. */
function findings({ check, result, status }: Verdict): string {
  if (result === undefined || status === "passed") return "";
  const { failingRows, examples } = result;
  const more =
    failingRows > examples.length ? [`... and ${formatCount(failingRows - examples.length)} more`] : [];
  const lines = [...examples.map((row) => escapeControls(jsonText(row))), ...more];
  const title = `${check.name} ${status}: ${escapeControls(check.description)} (${check.file})`;
  return `\n${[title, ...lines.map((line) => `  ${line}`)].join("\n")}\n`;
}

function summaryOf(verdicts: readonly Verdict[]): string {
  const statuses = ["passed", "warned", "failed", "skipped"] as const;
  const counts = statuses.map((status) => ({
    status,
    count: verdicts.filter((each) => each.status === status).length,
  }));
  const told = counts
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${formatCount(count)} ${status}`);
  const isPartial = verdicts.some(({ status }) => status === "skipped");
  const skipped = isPartial ? " (skipped: what they read is not built; run: indkpi build)" : "";
  return `${formatCount(verdicts.length)} checks: ${told.join(", ")}${skipped}`;
}
