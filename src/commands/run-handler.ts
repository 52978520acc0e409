import type { ExitCode } from "../lib/errors.ts";
import type { CommandContext } from "./command.ts";
import { notAvailable } from "./not-available.ts";

/** Simulates if there is no telemetry at all, then builds, checks and sums up. */
export async function runAll(_context: CommandContext): Promise<ExitCode> {
  throw notAvailable("run");
}
