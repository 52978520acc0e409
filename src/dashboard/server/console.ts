import { spawn } from "node:child_process";

import type { Answer, ApiError, Cell } from "../shared/answer.ts";

type ConsoleOutcome =
  | { readonly kind: "rows"; readonly answer: Omit<Answer, "snapshot"> & { readonly isCut: boolean } }
  | { readonly kind: "error"; readonly problem: ApiError };

/** How much longer than its time a process may take to end by itself, and all that it began with it. */
const graceMs = 3000;

/** Runs one statement of a person, read-only and within bounds. */
export type ConsoleSql = (sql: string) => Promise<ConsoleOutcome>;

export interface ConsoleOptions {
  /** Runs `indkpi query`, without the statement, which comes on standard input. */
  readonly command: readonly [file: string, ...args: string[]];
  readonly timeoutMs: number;
  readonly maxRows: number;
  readonly maxOutputBytes: number;
  readonly maxAtOnce: number;
}

/** The console over processes of their own: whatever a statement does, it can be killed. */
export function consoleOverProcesses(options: ConsoleOptions): ConsoleSql {
  let running = 0;
  return async (sql) => {
    if (running >= options.maxAtOnce) {
      return problem("other statements are still running", "CONSOLE_BUSY", "wait for them");
    }
    running += 1;
    try {
      return await runOnce(sql, options);
    } finally {
      running -= 1;
    }
  };
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly stoppedBy: "timeout" | "size" | undefined;
}

async function runOnce(sql: string, options: ConsoleOptions): Promise<ConsoleOutcome> {
  const { code, stdout, stderr, stoppedBy } = await runProcess(sql, options);
  if (stoppedBy === "timeout") {
    const seconds = options.timeoutMs / 1000;
    return problem(
      `the statement was stopped after ${seconds} s`,
      "QUERY_TIMEOUT",
      "ask for less, or by indkpi query",
    );
  }
  if (stoppedBy === "size") {
    return problem(
      "the result is too large to show",
      "RESULT_TOO_LARGE",
      "select fewer columns, or use indkpi query",
    );
  }
  if (code !== 0) return { kind: "error", problem: reportedProblem(stderr) };
  const [names, ...rows] = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => listOf(line));
  return {
    kind: "rows",
    answer: {
      columns: (names ?? []).map(String),
      rows: rows.slice(0, options.maxRows).map((row) => row.map(cellOf)),
      isCut: rows.length > options.maxRows,
    },
  };
}

function runProcess(sql: string, options: ConsoleOptions): Promise<Ended> {
  const { command, timeoutMs, maxOutputBytes } = options;
  const [file, ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ["pipe", "pipe", "pipe"] });
    const parts: { readonly stdout: Buffer[]; readonly stderr: Buffer[] } = { stdout: [], stderr: [] };
    let bytes = 0;
    let stoppedBy: Ended["stoppedBy"];
    const stop = (why: Ended["stoppedBy"]): void => {
      stoppedBy ??= why;
      child.kill("SIGKILL");
    };
    // The command keeps the same time itself, and ends more of what it began: it has the first word.
    const timer = setTimeout(stop, timeoutMs + graceMs, "timeout");
    for (const name of ["stdout", "stderr"] as const) {
      child[name].on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > maxOutputBytes) stop("size");
        else parts[name].push(chunk);
      });
    }
    child.on("error", (failure) => {
      clearTimeout(timer);
      reject(failure);
    });
    const settle = (code: number | null): void => {
      clearTimeout(timer);
      resolve({ code, stdout: joined(parts.stdout), stderr: joined(parts.stderr), stoppedBy });
    };
    child.on("close", settle);
    child.on("exit", (code) => {
      // Of one that was stopped nothing more is wanted, whoever may still hold its pipes.
      if (stoppedBy === undefined) return;
      child.stdout.destroy();
      child.stderr.destroy();
      settle(code);
    });
    // A process that ended early reads no more; its exit code says why.
    child.stdin.on("error", () => undefined);
    child.stdin.end(sql);
  });
}

function problem(error: string, code: string, hint: string | null): ConsoleOutcome {
  return { kind: "error", problem: { error, code, hint } };
}

const joined = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString("utf8");
const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** The last line of stderr under --json. */
function reportedProblem(stderr: string): ApiError {
  const said = objectOf(stderr.trim().split("\n").at(-1) ?? "");
  return {
    error: textOf(said["error"]) ?? "the statement failed",
    code: textOf(said["code"]) ?? "QUERY_FAILED",
    hint: textOf(said["hint"]) ?? null,
  };
}

function objectOf(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** A line of the format `arrays`. */
function listOf(line: string): readonly unknown[] {
  const value: unknown = JSON.parse(line);
  return Array.isArray(value) ? value : [];
}

function cellOf(value: unknown): Cell {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return value === null || value === undefined ? null : JSON.stringify(value);
}
