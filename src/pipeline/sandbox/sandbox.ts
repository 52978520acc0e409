import { fork } from "node:child_process";
import { statfsSync } from "node:fs";

import { interruption } from "../../lib/error-report.ts";
import { UserError } from "../../lib/errors.ts";
import { builtFile, type WarehousePaths } from "../../lib/paths.ts";
import { formatBytes, formatDuration } from "../../lib/quantities.ts";
import { removeSpillOf } from "../../lib/spill.ts";
import { releaseSnapshotsOf } from "../snapshot.ts";
import { readReply, type Failure, type Reply, type Request, type Statement } from "./protocol.ts";
import { machineBytes, residentBytes } from "./resident-memory.ts";

export interface SandboxOptions {
  readonly paths: WarehousePaths;
  readonly isQuiet: boolean;
  readonly isSession: boolean;
  /** What one statement may take; see `defaultMemoryBytes`. */
  readonly memoryBytes: number;
  /** How long one statement may run. */
  readonly timeoutMs: number;
}

/** A process of its own for the SQL of strangers. It prints the rows itself, on the same stdout. */
export interface Sandbox {
  /** False when the reader of the results has gone. Throws what the statement failed with; the sandbox may be gone then. */
  readonly run: (statement: Statement) => Promise<boolean>;
  /** Stops the running statement, by force where asking does not do. */
  readonly interrupt: () => void;
  readonly kill: () => void;
  readonly isAlive: () => boolean;
  /** Names of all relations; of a session only. */
  readonly relations: () => Promise<readonly string[]>;
  readonly columns: (relation: string) => Promise<readonly (readonly [name: string, type: string])[]>;
}

const workerPath = builtFile("pipeline/sandbox/worker.js");
/** What the process takes besides what DuckDB counts: its own code, the program, results on their way out. */
const allowanceBytes = 512 * 1024 * 1024;
const watchMs = 20;
/** How long a statement that was asked to stop may take to do so; one call of a function cannot be interrupted. */
const graceMs = 2000;

/** Half of the machine: something must be left for what DuckDB does not count, and for everyone else. */
export function defaultMemoryBytes(): number {
  return Math.floor(machineBytes() / 2);
}

/** Starts a sandbox. It opens the warehouse while the caller goes on. */
export function openSandbox({ paths, isQuiet, isSession, memoryBytes, timeoutMs }: SandboxOptions): Sandbox {
  const child = fork(workerPath, [], { stdio: ["ignore", "inherit", "inherit", "ipc"], execArgv: [] });
  const send = (request: Request): void => {
    if (child.connected) child.send(request);
  };
  const waiting = new Map<Reply["kind"], (reply: Reply) => void>();
  const knownRelations = new Promise<readonly string[]>((resolve) => {
    waiting.set("relations", (reply) => resolve(reply.kind === "relations" ? reply.relations : []));
  });
  let isRunning = false;
  /** Why the running statement is being stopped. */
  let stopped: UserError | undefined;
  let force: NodeJS.Timeout | undefined;
  let settle: ((outcome: boolean | Error) => void) | undefined;
  /** Why the warehouse could not be opened, where that was known before anything was to run. */
  let openFailure: UserError | undefined;

  const kill = (reason?: UserError): void => {
    stopped = reason ?? stopped;
    child.kill("SIGKILL");
  };
  const stop = (reason: UserError): void => {
    if (!isRunning || stopped !== undefined) return;
    stopped = reason;
    send({ kind: "interrupt" });
    force = setTimeout(() => kill(), graceMs);
  };

  child.on("message", (message) => {
    const reply = readReply(message);
    switch (reply?.kind) {
      case undefined:
        return;
      case "relations":
      case "columns":
        waiting.get(reply.kind)?.(reply);
        return;
      case "failed":
        if (settle === undefined) openFailure = failureOf(reply);
        else settle(stopped ?? failureOf(reply));
        return;
      case "done":
      case "unread":
        settle?.(stopped ?? reply.kind === "done");
    }
  });
  child.on("error", (error) => settle?.(error));
  child.on("exit", (code, signal) => {
    if (child.pid !== undefined) {
      removeSpillOf(child.pid, paths.spill);
      releaseSnapshotsOf(child.pid, paths);
    }
    settle?.(stopped ?? goneError(code, signal));
    for (const answer of waiting.values()) answer({ kind: "done" });
  });
  send({
    kind: "open",
    start: { warehouse: paths.root, memoryBytes, spillBytes: spillBytes(paths.root), isQuiet, isSession },
  });

  const watch = (): void => {
    const held = child.pid === undefined ? undefined : residentBytes(child.pid);
    if (held !== undefined && held > memoryBytes + allowanceBytes) kill(memoryError(held, memoryBytes));
  };

  return {
    run: (statement) => {
      isRunning = true;
      stopped = undefined;
      const watcher = setInterval(watch, watchMs);
      const timer = timeoutMs > 0 ? setTimeout(() => stop(timeoutError(timeoutMs)), timeoutMs) : undefined;
      send({ kind: "run", statement });
      return new Promise<boolean>((resolve, reject) => {
        settle = (outcome) => {
          settle = undefined;
          isRunning = false;
          clearInterval(watcher);
          clearTimeout(timer);
          clearTimeout(force);
          if (typeof outcome === "boolean") resolve(outcome);
          else reject(outcome);
        };
        if (openFailure !== undefined) settle(openFailure);
        else if (!child.connected) settle(goneError(child.exitCode, child.signalCode));
      });
    },
    interrupt: () => stop(interruption()),
    kill: () => kill(),
    isAlive: () => child.connected,
    relations: () => knownRelations,
    columns: (relation) =>
      new Promise((resolve) => {
        waiting.set("columns", (reply) => resolve(reply.kind === "columns" ? reply.columns : []));
        if (child.connected) send({ kind: "columns", relation });
        else resolve([]);
      }),
  };
}

/** Half of what is free on the disk of the warehouse. */
function spillBytes(directory: string): number {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return Math.floor((bavail * bsize) / 2);
  } catch {
    return 1024 ** 3;
  }
}

function failureOf({ message, code, hint, exitCode }: Failure): UserError {
  return new UserError(message, { code, exitCode, ...(hint === null ? {} : { hint }) });
}

function memoryError(heldBytes: number, memoryBytes: number): UserError {
  return new UserError(
    `the statement took ${formatBytes(heldBytes)} of memory where ${formatBytes(memoryBytes)} are allowed, and was killed`,
    { code: "OUT_OF_MEMORY", hint: "ask for less at once, or raise the limit with --memory-limit" },
  );
}

function timeoutError(timeoutMs: number): UserError {
  return new UserError(`the statement ran longer than ${formatDuration(timeoutMs)} and was stopped`, {
    code: "TIMEOUT",
    hint: "ask for less at once, or allow more seconds with --timeout (0 for any number)",
  });
}

function goneError(code: number | null, signal: string | null): UserError {
  return new UserError(`the process that ran the statement ended unasked (${signal ?? code})`, {
    code: "SANDBOX_GONE",
    hint: "most likely the system had no memory left for it: lower --memory-limit, or ask for less at once",
  });
}
