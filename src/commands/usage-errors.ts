import { UsageError } from "../lib/errors.ts";
import { nearestName } from "../lib/nearest-name.ts";
import type { Command } from "./command.ts";
import { globalOptions, helpOptions } from "./global-options.ts";

/** What yargs is told to say when there is no command. */
export const noCommand = "no command given";

/** Says in our words what yargs refused, with the name that was probably meant. */
export function usageError(
  message: string,
  args: readonly string[],
  commands: readonly Command[],
): UsageError {
  const command = commandOf(args, commands);
  const help = command === undefined ? "see indkpi --help" : `see indkpi ${command.name} --help`;

  const unknown = /^Unknown (?:command|argument)s?: (.*)$/s.exec(message)?.[1];
  if (unknown !== undefined || message === noCommand) {
    return unknownWord(unknown, args, commands, help) ?? new UsageError(noCommand);
  }

  const valueless = /^Not enough arguments following: (.*)$/s.exec(message)?.[1];
  if (valueless !== undefined) return new UsageError(`--${valueless} needs a value`, help);

  const choice = /Argument: (\S+), Given: (.*), Choices: (.*)$/s.exec(message);
  if (choice !== null) {
    const choices = (choice[3] ?? "").replaceAll('"', "");
    return new UsageError(`--${choice[1]} cannot be ${choice[2]}`, `choose from ${choices}`);
  }
  return new UsageError(message, help);
}

/** yargs names what it did not expect, but not whether it was meant as command, option or argument. */
function unknownWord(
  unknown: string | undefined,
  args: readonly string[],
  commands: readonly Command[],
  help: string,
): UsageError | undefined {
  const command = commandOf(args, commands);
  const [word] = args.filter((arg) => unknown?.split(", ").includes(arg));
  if (command === undefined && word !== undefined) {
    const names = commands.map(({ name }) => name);
    return new UsageError(`unknown command ${word}${didYouMean(nearestName(word, names))}`, help);
  }
  const known = [...Object.keys(globalOptions), ...helpOptions, ...(command?.optionNames ?? [])];
  const option = unknownOption(args, known);
  if (option !== undefined) {
    const nearest = nearestName(option.replace(/^-+/, ""), known);
    return new UsageError(`unknown option ${option}${didYouMean(nearest && `--${nearest}`)}`, help);
  }
  if (unknown === undefined) return undefined;
  const hint = command?.name === "query" ? "put the whole statement in quotes" : help;
  return new UsageError(`unexpected argument ${unknown}`, hint);
}

function commandOf(args: readonly string[], commands: readonly Command[]): Command | undefined {
  const name = args.find((arg) => commands.some((command) => command.name === arg));
  return commands.find((command) => command.name === name);
}

function unknownOption(args: readonly string[], known: readonly string[]): string | undefined {
  const end = args.indexOf("--");
  const options = (end < 0 ? args : args.slice(0, end)).filter((arg) => /^--?[a-z]/i.test(arg));
  return options
    .map((arg) => arg.replace(/=.*$/s, ""))
    .find((arg) => !known.includes(arg.replace(/^-+/, "")));
}

function didYouMean(name: string | undefined): string {
  return name ? `, did you mean ${name}?` : "";
}
