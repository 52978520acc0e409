/** Exit codes of the command line, as the README documents them. */
export const ExitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  stale: 3,
  locked: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

interface UserErrorOptions {
  /** Stable identifier, UPPER_SNAKE. */
  readonly code: string;
  /** The next command or edit that helps. */
  readonly hint?: string;
  readonly exitCode?: ExitCode;
  readonly cause?: unknown;
}

/** Whether a failure is one of the system's, as in `ENOENT`. */
export function hasCode(failure: unknown, code: string): boolean {
  return failure instanceof Error && "code" in failure && failure.code === code;
}

/** A failure the user can act on: printed as one message and a hint, never with a stack. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly code: string;
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;

  constructor(message: string, { code, hint, exitCode = ExitCode.failed, cause }: UserErrorOptions) {
    super(message, { cause });
    this.code = code;
    this.hint = hint;
    this.exitCode = exitCode;
  }
}

/** A wrong command line or configuration: exit code 2. */
export class UsageError extends UserError {
  constructor(message: string, hint = "see indkpi --help") {
    super(message, { code: "USAGE", hint, exitCode: ExitCode.usage });
  }
}
