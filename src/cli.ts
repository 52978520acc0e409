#!/usr/bin/env node
/**
 * The command line: wiring, one catch, exit codes.
 *
 * A command is two files of src/commands. `<verb>.ts` registers it: name, options, examples, and a `run` that checks
 * what was typed. `<verb>-handler.ts` does the work; only `run` imports it, lazily, so that help and usage errors load
 * neither the pipeline nor DuckDB. To add a command, write the two and name the first in all-commands.ts.
 */
import yargs from "yargs";
import { hideBin } from "yargs/helpers";

import { allCommands } from "./commands/all-commands.ts";
import type { CommandHost } from "./commands/command.ts";
import { globalOptions, helpGroup } from "./commands/global-options.ts";
import { withLastOfDuplicates } from "./commands/last-of-duplicates.ts";
import { noCommand, usageError } from "./commands/usage-errors.ts";
import { interruption, reportError } from "./lib/error-report.ts";
import { ExitCode } from "./lib/errors.ts";
import { readSettings } from "./lib/settings.ts";
import { packageVersion } from "./lib/version.ts";

const exitCodes = `Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 stale, 4 locked, 130 interrupted`;

const widestHelp = 110;

await main(hideBin(process.argv));

async function main(args: readonly string[]): Promise<void> {
  const signal = abortOnInterrupt();
  const fail = (error: unknown) => {
    const { text, exitCode } = reportError(signal.aborted ? interruption() : error, reportOptions(args));
    process.stderr.write(text);
    process.exitCode = exitCode;
  };
  endOnBrokenPipes(fail);
  try {
    process.exitCode = await runCommandLine(readableArgs(args), signal);
    signal.throwIfAborted();
  } catch (error) {
    fail(error);
  }
}

async function runCommandLine(args: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.done;
  const host: CommandHost = {
    stdout: process.stdout,
    stderr: process.stderr,
    // Never goes back, as the clock of the day may.
    now: () => performance.timeOrigin + performance.now(),
    signal,
    finish: (code) => {
      exitCode = code;
    },
  };
  const parser = yargs()
    .scriptName("indkpi")
    .usage("$0 <command>\n\nOEE and ISO 22400 KPIs from machine telemetry")
    .locale("en")
    .parserConfiguration({
      "boolean-negation": false,
      "short-option-groups": false,
      "dot-notation": false,
    })
    .options(withLastOfDuplicates(globalOptions))
    .group(helpGroup.names, helpGroup.title)
    .version(packageVersion())
    .strict()
    .strictCommands()
    .demandCommand(1, noCommand)
    .epilogue(exitCodes)
    .wrap(Math.min(process.stdout.columns ?? widestHelp, widestHelp))
    .exitProcess(false)
    .fail((message, error) => {
      throw isFromYargs(error) ? usageError(message, args, allCommands) : error;
    });
  for (const command of allCommands) command.register(parser, host);
  await parser.parseAsync(args);
  return exitCode;
}

/** yargs passes its own errors where its message does not come alone. */
function isFromYargs(error: unknown): boolean {
  return !(error instanceof Error) || error.name === "YError";
}

/** `help build` asks what `build --help` asks; and a statement may begin with a comment, to yargs an option. */
function readableArgs(args: readonly string[]): readonly string[] {
  const words = args[0] === "help" ? [...args.slice(1), "--help"] : args;
  return words.map((word) => (/^--\s/.test(word) ? ` ${word}` : word));
}

/** How to report an error, even one of the command line itself: so from the words, not from what yargs made of them. */
function reportOptions(args: readonly string[]) {
  const { isJson, isDebug, hasColor } = readSettings({
    json: args.includes("--json"),
    debug: args.includes("--debug"),
  });
  return { isJson, isDebug, hasColor: hasColor && process.stderr.isTTY };
}

/** The first Ctrl+C asks the command to stop, the second does not ask. */
function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  process.on("SIGINT", () => {
    if (controller.signal.aborted) process.exit(ExitCode.interrupted);
    controller.abort(interruption());
  });
  return controller.signal;
}

/** `indkpi query ... | head` closes stdout early: that is the reader's right, not a failure. */
function endOnBrokenPipes(fail: (error: unknown) => void): void {
  process.stdout.on("error", (error: Error & { code?: string }) => {
    if (error.code === "EPIPE") process.exit(ExitCode.done);
    fail(error);
    process.exit();
  });
  process.stderr.on("error", () => {});
  process.on("uncaughtException", (error) => {
    fail(error);
    process.exit();
  });
}
