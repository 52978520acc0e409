import type { ExitCode } from "../lib/errors.ts";
import type { CommandContext } from "./command.ts";
import { notAvailable } from "./not-available.ts";

export interface StatusOptions {
  /** Whether something stale makes the exit code 3. */
  readonly isStaleFailure: boolean;
}

/** Prints what each layer holds and whether it is up to date. */
export async function showStatus(_options: StatusOptions, _context: CommandContext): Promise<ExitCode> {
  throw notAvailable("status");
}
