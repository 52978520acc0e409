import { ExitCode } from "../lib/errors.ts";
import { chooseFormat, printResult } from "../lib/output.ts";
import type { ResultFormat } from "../lib/result.ts";
import type { DeclaredParameter } from "../pipeline/questions/parameters.ts";
import { questionOf, readQuestions, type Question } from "../pipeline/questions/questions.ts";
import type { CommandContext } from "./command.ts";
import { runQuery, type QueryOptions } from "./query-handler.ts";

export interface ListOptions {
  /** As asked; see chooseFormat. */
  readonly format: ResultFormat | undefined;
}

/** Prints the stored questions with their parameters. */
export async function listQuestions({ format }: ListOptions, context: CommandContext): Promise<ExitCode> {
  const { stdout, settings, note } = context;
  const questions = readQuestions();
  const chosen = chooseFormat(format, { isJson: settings.isJson, stream: stdout });
  if (chosen === "table") {
    stdout.write(renderQuestions(questions));
    return ExitCode.done;
  }
  const columns = ["name", "question", "parameters", "file"].map((name) => ({ name, kind: "text" }) as const);
  const rows = questions.map(({ name, question, parameters, file }) => [
    name,
    question,
    parameters.map(shownParameter).join(", "),
    file,
  ]);
  await printResult({ columns, rows }, { format: chosen, stream: stdout, note });
  return ExitCode.done;
}

/** Runs a stored question as `query --file` would. */
export async function answerQuestion(
  { name, ...options }: Omit<QueryOptions, "source"> & { readonly name: string },
  context: CommandContext,
): Promise<ExitCode> {
  const { path } = questionOf(name);
  return await runQuery({ source: { kind: "file", path }, ...options }, context);
}

function renderQuestions(questions: readonly Question[]): string {
  const width = Math.max(...questions.map(({ name }) => name.length)) + 2;
  const lines = questions.flatMap(({ name, question, parameters }) => [
    `${name.padEnd(width)}${question}`,
    ...(parameters.length === 0
      ? []
      : [`${" ".repeat(width)}  ${parameters.map(shownParameter).join(", ")}`]),
  ]);
  return `${[...lines, "", "Answer one: indkpi ask worst_shifts --param machine_id=CNC_01"].join("\n")}\n`;
}

/** `rows=10`, or the bare name of what may be left out. */
function shownParameter({ name, otherwise }: DeclaredParameter): string {
  return otherwise === null || otherwise === undefined ? name : `${name}=${otherwise}`;
}
