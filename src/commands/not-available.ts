import { UserError } from "../lib/errors.ts";

/** What a command says whose work is not written yet. */
export function notAvailable(command: string): UserError {
  return new UserError(`${command} is not available yet`, { code: "NOT_AVAILABLE" });
}
