import { statSync } from "node:fs";

import type { Argv, InferredOptionTypes, Options, PositionalOptions } from "yargs";

import { type ExitCode, UsageError } from "../lib/errors.ts";
import type { OutputStream } from "../lib/output.ts";
import { warehousePaths, type WarehousePaths } from "../lib/paths.ts";
import type { ProgressEffects } from "../lib/progress.ts";
import { readSettings, type Settings, type SettingFlags } from "../lib/settings.ts";
import { escapeControlsInLines } from "../lib/terminal.ts";
import { withLastOfDuplicates } from "./last-of-duplicates.ts";

/** What a command acts upon and through. Also serves as the effects of progress and of printing. */
export interface CommandContext extends ProgressEffects {
  readonly settings: Settings;
  readonly paths: WarehousePaths;
  /** Aborted by the first Ctrl+C: stop soon, leave nothing half done. */
  readonly signal: AbortSignal;
  readonly stdout: OutputStream;
  /** A line for people on stderr; nothing under --quiet. */
  readonly note: (message: string) => void;
  /** The same, for what they must not miss: also under --quiet. */
  readonly warn: (message: string) => void;
}

/** What the process lends to its one command. */
export interface CommandHost {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Told the exit code when the command is done. */
  readonly finish: (exitCode: ExitCode) => void;
}

type OptionTable = Readonly<Record<string, Options>>;
type PositionalTable = Readonly<Record<string, PositionalOptions>>;

interface CommandDefinition<O extends OptionTable, P extends PositionalTable> {
  /** Name and positionals, as in `build [relations..]`. */
  readonly usage: string;
  readonly describe: string;
  readonly positionals: P;
  readonly options: O;
  /** Command lines and what they do; the first words of --help that are read. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  /** Checks what was typed, then imports the handler and calls it. */
  readonly run: (flags: InferredOptionTypes<O & P>, context: CommandContext) => Promise<ExitCode>;
}

/** A command as the command line knows it: enough for --help, nothing that works. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly describe: string;
  readonly optionNames: readonly string[];
  readonly register: (parser: Argv, host: CommandHost) => void;
}

/** Makes a command of its definition. */
export function defineCommand<const O extends OptionTable, const P extends PositionalTable>(
  definition: CommandDefinition<O, P>,
): Command {
  const { usage, describe, positionals, options, examples, run } = definition;
  return {
    name: usage.split(" ")[0] ?? usage,
    usage,
    describe,
    optionNames: Object.keys(options),
    register: (parser, host) => {
      parser.command(
        usage,
        describe,
        (builder) => {
          builder.usage(`$0 ${usage}\n\n${describe}`);
          for (const [name, positional] of Object.entries(positionals)) builder.positional(name, positional);
          // Named, the group comes before that of the global options.
          for (const [name, option] of Object.entries(withLastOfDuplicates(options)))
            builder.option(name, { group: "Options:", ...option });
          for (const [line, does] of examples) builder.example(line, does);
        },
        async (parsed) => {
          // yargs has checked the command line against the same tables that the types come from.
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion
          const flags = parsed as unknown as InferredOptionTypes<O & P> & SettingFlags;
          host.finish(await run(flags, openContext(flags, host)));
        },
      );
    },
  };
}

function openContext(flags: SettingFlags, { stdout, stderr, now, signal }: CommandHost): CommandContext {
  const settings = readSettings(flags);
  if (statSync(settings.warehouse, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new UsageError(
      `the warehouse ${settings.warehouse} is not a directory`,
      "give a directory with --warehouse",
    );
  }
  const say = (message: string) => {
    stderr.write(`${escapeControlsInLines(message)}\n`);
  };
  return {
    settings,
    paths: warehousePaths(settings.warehouse),
    signal,
    stdout,
    stderr,
    now,
    hasProgress: settings.hasProgress,
    note: settings.isQuiet ? () => {} : say,
    warn: (message) => {
      say(`warning: ${message}`);
    },
  };
}
