import type { Options } from "yargs";

/**
 * The same options, of which the last counts when one is given twice: an alias of the shell may give the first. Lists
 * take them all. The
 * switch that yargs has for this would leave but one of several positionals too.
 */
export function withLastOfDuplicates(options: Readonly<Record<string, Options>>): Record<string, Options> {
  const entries = Object.entries(options).map(([name, option]): [string, Options] => [
    name,
    option.array === true ? option : { ...option, coerce: lastOf },
  ]);
  return Object.fromEntries(entries);
}

function lastOf(value: unknown): unknown {
  return Array.isArray(value) ? value.at(-1) : value;
}
