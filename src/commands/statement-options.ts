import type { Options } from "yargs";

import { UsageError } from "../lib/errors.ts";
import { resultFormats } from "../lib/result.ts";

/** Options of commands that run the SQL of whoever calls them. */
export const statementOptions = {
  format: {
    choices: resultFormats,
    requiresArg: true,
    describe: "Output format",
    defaultDescription: "table on a terminal, else ndjson",
  },
  limit: { type: "number", requiresArg: true, describe: "Print at most so many rows" },
  timeout: {
    type: "number",
    requiresArg: true,
    default: 600,
    describe: "Stop a statement after so many seconds; 0 never",
  },
  "memory-limit": {
    type: "string",
    requiresArg: true,
    describe: "Memory of a statement, as in 2GB or 500MB",
    defaultDescription: "half of the machine",
  },
} as const satisfies Record<string, Options>;

/** Values for the parameters of a statement. */
export const paramOption = {
  type: "string",
  array: true,
  nargs: 1,
  describe: "A value for $name in the statement, as in --param machine_id=CNC_01; repeatable",
} as const satisfies Options;

const units: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, MIB: 2 ** 20, GIB: 2 ** 30 };
const leastBytes = 32e6;

/** `2GB` in bytes; undefined where nothing is asked for. */
export function memoryBytes(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, figure = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  const bytes = Number(figure) * (units[unit.toUpperCase()] ?? Number.NaN);
  if (bytes >= leastBytes && bytes <= Number.MAX_SAFE_INTEGER) return bytes;
  throw new UsageError(
    `--memory-limit takes a size of at least 32MB, not ${JSON.stringify(text)}`,
    "as in --memory-limit 2GB",
  );
}

/** Seconds in milliseconds; 0 is for ever. */
export function timeoutMs(seconds: number): number {
  if (seconds >= 0 && seconds <= 2_000_000) return Math.ceil(seconds * 1000);
  throw new UsageError("--timeout takes a number of seconds from 0 to 2000000", "as in --timeout 60");
}
