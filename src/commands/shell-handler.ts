import { createInterface } from "node:readline";

import { reportError } from "../lib/error-report.ts";
import { ExitCode, UserError } from "../lib/errors.ts";
import { chooseFormat, printResult } from "../lib/output.ts";
import { resultFormats, type ResultFormat } from "../lib/result.ts";
import { defaultMemoryBytes, openSandbox, type Sandbox } from "../pipeline/sandbox/sandbox.ts";
import type { CommandContext } from "./command.ts";
import { completionsOf } from "./shell-completion.ts";
import { openHistory } from "./shell-history.ts";
import { inputReader, type ShellInput } from "./shell-input.ts";

export interface ShellOptions {
  /** As asked; see chooseFormat. */
  readonly format: ResultFormat | undefined;
  readonly maxRows: number | undefined;
  /** What one statement may take; undefined for what is usual. */
  readonly memoryBytes: number | undefined;
  /** 0 for ever. */
  readonly timeoutMs: number;
}

const prompt = "indkpi> ";
const continuation = "   ...> ";

const help = `Statements end in ; and may take several lines.
.tables [part]    relations, those whose name contains the part
.schema relation  columns of a relation and their types
.format [name]    how results are printed: ${resultFormats.join(", ")}
.refresh          go on with what has been published since
.help             this
.quit             leave, as Ctrl+D does
Tab completes names; Ctrl+C stops a statement or drops what is typed.
`;

const commands = [...help.matchAll(/^\.[a-z]+/gm)].map(([name]) => name);

/** Reads statements and runs them one after the other until the input ends. */
export async function runShell(
  { format, maxRows, memoryBytes = defaultMemoryBytes(), timeoutMs }: ShellOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { paths, settings, stdout, stderr, signal, note } = context;
  const isInteractive = process.stdin.isTTY;
  const open = (): Sandbox =>
    openSandbox({ paths, isQuiet: settings.isQuiet, isSession: true, memoryBytes, timeoutMs });
  let sandbox = open();
  let chosen = chooseFormat(format, { isJson: settings.isJson, stream: stdout });
  let isRunning = false;
  let hasFailed = false;
  const reader = inputReader();
  const history = openHistory(isInteractive);
  const columnsOf = async (relation: string): Promise<readonly string[]> =>
    (await sandbox.columns(relation)).map(([name]) => name);

  const lines = createInterface({
    input: process.stdin,
    ...(isInteractive ? { output: stdout.isTTY ? process.stdout : process.stderr } : {}),
    terminal: isInteractive,
    prompt,
    history: [...history.lines],
    historySize: 1000,
    removeHistoryDuplicates: true,
    completer: (line: string, done: (failure: null, result: [string[], string]) => void) => {
      void sandbox
        .relations()
        .then((relations) => completionsOf(line, reader.rest(), { relations, commands, columnsOf }))
        .then(({ candidates, word }) => done(null, [[...candidates], word]));
    },
  });
  let isOver = false;
  lines.once("close", () => {
    isOver = true;
  });
  const ask = (): void => {
    // To prompt once the input is over, as Ctrl+D during a statement ends it, would wait for keys that never come.
    if (!isInteractive || isOver) return;
    lines.setPrompt(reader.rest() === "" ? prompt : continuation);
    lines.prompt();
  };

  const runStatement = async (sql: string): Promise<boolean> => {
    if (!sandbox.isAlive()) sandbox = open();
    isRunning = true;
    try {
      return await sandbox.run({
        name: "statement",
        sql,
        parameters: [],
        format: chosen,
        maxRows: maxRows ?? null,
      });
    } finally {
      isRunning = false;
    }
  };

  const runCommand = async (name: string, argument: string): Promise<boolean> => {
    switch (name) {
      case "quit":
      case "exit":
        return false;
      case "help":
        stdout.write(help);
        return true;
      case "tables":
        stdout.write(listed((await sandbox.relations()).filter((relation) => relation.includes(argument))));
        return true;
      case "schema":
        await printSchema(argument);
        return true;
      case "format": {
        const found = resultFormats.find((known) => known === argument);
        if (argument === "") stdout.write(`${chosen}\n`);
        else if (found === undefined)
          throw commandError(`.format cannot be ${argument}`, `choose from ${resultFormats.join(", ")}`);
        else chosen = found;
        return true;
      }
      case "refresh":
        sandbox.kill();
        sandbox = open();
        return true;
      default:
        throw commandError(`there is no command .${name}`, ".help lists them");
    }
  };
  const printSchema = async (relation: string): Promise<void> => {
    const columns = await sandbox.columns(relation);
    if (columns.length === 0)
      throw commandError(
        `there is no relation ${relation || "without a name"}`,
        "as in .schema gold.oee_by_day; .tables lists them",
      );
    const shape = {
      columns: [
        { name: "column", kind: "text" },
        { name: "type", kind: "text" },
      ],
      rows: columns,
    } as const;
    await printResult(shape, { format: chosen, stream: stdout, note });
  };

  const perform = async (input: ShellInput): Promise<boolean> => {
    try {
      return input.kind === "statement"
        ? await runStatement(input.sql)
        : await runCommand(input.name, input.argument);
    } catch (error) {
      hasFailed = true;
      const { isJson, isDebug, hasColor } = settings;
      stderr.write(reportError(error, { isJson, isDebug, hasColor: hasColor && stderr.isTTY === true }).text);
      return true;
    }
  };

  // In a terminal the keys are read raw, and Ctrl+C comes from the reader; else it is a signal, and ends the shell.
  lines.on("SIGINT", () => {
    if (isRunning) {
      sandbox.interrupt();
      return;
    }
    reader.clear();
    stdout.write("\n");
    lines.write(null, { ctrl: true, name: "e" });
    lines.write(null, { ctrl: true, name: "u" });
    ask();
  });
  signal.addEventListener("abort", () => {
    sandbox.kill();
    lines.close();
  });
  if (isInteractive) note("SQL on bronze.*, silver.* and gold.*; .help for help");
  ask();
  try {
    for await (const line of lines) {
      history.add(line);
      for (const input of reader.take(line)) if (!(await perform(input))) return ExitCode.done;
      ask();
    }
    if (isInteractive) stdout.write("\n");
    else if (reader.rest() !== "") await perform({ kind: "statement", sql: reader.rest() });
  } finally {
    lines.close();
    sandbox.kill();
  }
  return hasFailed && !isInteractive ? ExitCode.failed : ExitCode.done;
}

/** One relation a line, so that they can be read and copied. */
function listed(relations: readonly string[]): string {
  return relations
    .toSorted()
    .map((relation) => `${relation}\n`)
    .join("");
}

function commandError(message: string, hint: string): UserError {
  return new UserError(message, { code: "USAGE", hint, exitCode: ExitCode.usage });
}
