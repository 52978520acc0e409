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
  const facts = errorFacts(error);
  const { code, exitCode } = facts;
  const message = hidePasswords(facts.message);
  const hint = facts.hint === undefined ? undefined : hidePasswords(facts.hint);
  const details = isDebug ? hidePasswords(inspect(error)) : "";
  if (isJson) {
    const debug = isDebug ? { debug: details } : {};
    return { text: `${JSON.stringify({ error: message, code, hint: hint ?? null, ...debug })}\n`, exitCode };
  }
  const lines = [
    labelled(escapeControlsInLines(code === unexpected ? message : `error: ${message}`), hasColor),
    ...(hint === undefined ? [] : [`hint: ${escapeControlsInLines(hint)}`]),
    ...(isDebug ? [details] : []),
  ];
  return { text: `${lines.join("\n")}\n`, exitCode };
}

/** A message may repeat what was typed, and so the URL of a database with a password in it. */
function hidePasswords(text: string): string {
  return text
    .replaceAll(/(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@]*):\S*@/gi, "$1:***@")
    .replaceAll(/(\bpassword=)[^\s&]+/gi, "$1***");
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
