import { ExitCode } from "../../lib/errors.ts";
import type { SqlParameter } from "../../lib/parameters.ts";
import type { ResultFormat } from "../../lib/result.ts";

/** What the sandbox and the process that holds it say to each other. */

export interface Statement {
  /** What messages call it. */
  readonly name: string;
  readonly sql: string;
  readonly parameters: readonly SqlParameter[];
  readonly format: ResultFormat;
  /** Print at most so many rows; null is all. */
  readonly maxRows: number | null;
}

export interface SandboxStart {
  readonly warehouse: string;
  /** What DuckDB may hold, and what it may spill, in bytes. */
  readonly memoryBytes: number;
  readonly spillBytes: number;
  readonly isQuiet: boolean;
  /** Whether any number of statements will come, on one state of the warehouse. */
  readonly isSession: boolean;
}

export type Request =
  | { readonly kind: "open"; readonly start: SandboxStart }
  | { readonly kind: "run"; readonly statement: Statement }
  | { readonly kind: "columns"; readonly relation: string }
  | { readonly kind: "interrupt" };

export interface Failure {
  readonly kind: "failed";
  readonly message: string;
  readonly code: string;
  readonly hint: string | null;
  readonly exitCode: ExitCode;
}

export type Reply =
  | { readonly kind: "done" }
  | Failure
  /** Whoever reads the results has gone. */
  | { readonly kind: "unread" }
  | { readonly kind: "relations"; readonly relations: readonly string[] }
  | { readonly kind: "columns"; readonly columns: readonly (readonly [name: string, type: string])[] };

/** Reads what came from the sandbox; undefined where it is no reply. By hand, for a schema library takes long to load. */
export function readReply(message: unknown): Reply | undefined {
  if (typeof message !== "object" || message === null || !("kind" in message)) return undefined;
  switch (message.kind) {
    case "done":
    case "unread":
      return { kind: message.kind };
    case "failed":
      return {
        kind: "failed",
        message: textOf(message, "message"),
        code: textOf(message, "code"),
        hint: textOf(message, "hint") || null,
        exitCode: exitCodeOf(message),
      };
    case "relations":
      return { kind: "relations", relations: listOf(message, "relations").map(String) };
    case "columns":
      return {
        kind: "columns",
        columns: listOf(message, "columns").map((pair) =>
          Array.isArray(pair) ? [String(pair[0]), String(pair[1])] : ["", ""],
        ),
      };
    default:
      return undefined;
  }
}

function textOf(message: object, name: string): string {
  const value: unknown = Reflect.get(message, name);
  return typeof value === "string" ? value : "";
}

function listOf(message: object, name: string): readonly unknown[] {
  const value: unknown = Reflect.get(message, name);
  return Array.isArray(value) ? value : [];
}

function exitCodeOf(message: object): ExitCode {
  const value: unknown = Reflect.get(message, "exitCode");
  return Object.values(ExitCode).find((code) => code === value) ?? ExitCode.failed;
}
