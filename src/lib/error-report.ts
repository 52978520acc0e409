import { inspect } from "node:util";

import { ExitCode, UserError } from "./errors.ts";
import { machineError } from "./machine-error.ts";
import { escapeControlsInLines } from "./terminal.ts";

interface ErrorReportOptions {
  readonly isJson: boolean;
  /** With the stack, the cause and all. */
  readonly isDebug: boolean;
  readonly hasColor: boolean;
}

export interface ErrorReport {
  /** For stderr, with its line end. */
  readonly text: string;
  readonly exitCode: ExitCode;
}

interface ErrorFacts {
  readonly message: string;
  readonly code: string;
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;
}

const unexpected = "UNEXPECTED";

/** The error that a command ends with when it was interrupted. */
export function interruption(): UserError {
  return new UserError("interrupted", { code: "INTERRUPTED", exitCode: ExitCode.interrupted });
}

/** Turns whatever was thrown into what the user reads and the exit code. Without --debug never a stack. */
export function reportError(error: unknown, { isJson, isDebug, hasColor }: ErrorReportOptions): ErrorReport {
  const { message, code, hint, exitCode } = errorFacts(error);
  if (isJson) {
    const debug = isDebug ? { debug: inspect(error) } : {};
    return { text: `${JSON.stringify({ error: message, code, hint: hint ?? null, ...debug })}\n`, exitCode };
  }
  const lines = [
    labelled(escapeControlsInLines(code === unexpected ? message : `error: ${message}`), hasColor),
    ...(hint === undefined ? [] : [`hint: ${escapeControlsInLines(hint)}`]),
    ...(isDebug ? [inspect(error)] : []),
  ];
  return { text: `${lines.join("\n")}\n`, exitCode };
}

/** What a user is told of whatever was thrown. */
export function errorFacts(error: unknown): ErrorFacts {
  const known = machineError(error) ?? error;
  if (known instanceof UserError) return known;
  return {
    message: `Unexpected error: ${known instanceof Error ? known.message : inspect(known)}`,
    code: unexpected,
    hint: "run with --debug for the stack",
    exitCode: ExitCode.failed,
  };
}

/** Red up to the first colon. */
function labelled(line: string, hasColor: boolean): string {
  return hasColor ? line.replace(/^[^:]*:/, "\u001b[31m$&\u001b[39m") : line;
}
