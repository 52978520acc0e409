import type { ExitCode } from "../lib/errors.ts";
import type { CommandContext } from "./command.ts";
import { notAvailable } from "./not-available.ts";

/** Deletes the derived layers and says which. */
export async function cleanWarehouse(_context: CommandContext): Promise<ExitCode> {
  throw notAvailable("clean");
}
