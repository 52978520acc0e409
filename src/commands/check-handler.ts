import type { ExitCode } from "../lib/errors.ts";
import type { CommandContext } from "./command.ts";
import { notAvailable } from "./not-available.ts";

/** Runs the data checks and prints what each found. */
export async function runChecks(_context: CommandContext): Promise<ExitCode> {
  throw notAvailable("check");
}
