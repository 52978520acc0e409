import { chooseFormat, printResult } from "../lib/output.ts";
import type { ResultFormat } from "../lib/result.ts";
import { jsonText } from "../lib/values.ts";
import type { OeeSummary } from "../pipeline/summary.ts";
import type { CommandContext } from "./command.ts";
import { renderOeeReport } from "./oee-report.ts";

/** What a page of documentation takes. */
const defaultWidth = 100;

/** Prints the OEE summary: a report for people, one object as JSON, else the rows with their scope. */
export async function printOeeSummary(
  summary: OeeSummary,
  asked: ResultFormat | undefined,
  { stdout, settings, note }: CommandContext,
): Promise<void> {
  const format = chooseFormat(asked, { isJson: settings.isJson, stream: stdout });
  switch (format) {
    case "table": {
      const width = stdout.isTTY && stdout.columns ? stdout.columns : defaultWidth;
      const hasColor = (stdout.isTTY ?? false) && settings.hasColor;
      stdout.write(renderOeeReport(summary.scopes, { width, hasColor }));
      return;
    }
    case "json":
      stdout.write(summaryJson(summary));
      return;
    case "csv":
    case "ndjson":
    case "arrays":
    case "markdown":
      await printResult(summary, { format, stream: stdout, note });
  }
}

/** `{"machines": [...], "lines": [...], "overall": {...}}`, one object a line. */
function summaryJson({ columns, rows, scopes }: OeeSummary): string {
  const objects = rows.map((row, index) => {
    const members = columns.flatMap(({ name, kind }, column) =>
      name === "scope" ? [] : [`${JSON.stringify(name)}:${jsonText(row[column], kind)}`],
    );
    return { scope: scopes[index]?.scope, text: `{${members.join(",")}}` };
  });
  const list = (scope: string): string => {
    const texts = objects.filter((object) => object.scope === scope).map(({ text }) => text);
    return texts.length === 0 ? "[]" : `[\n${texts.join(",\n")}\n]`;
  };
  const overall = objects.find(({ scope }) => scope === "overall")?.text ?? "null";
  return `{\n"machines":${list("machine")},\n"lines":${list("line")},\n"overall":${overall}\n}\n`;
}
