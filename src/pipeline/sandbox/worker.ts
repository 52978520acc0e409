/**
 * The process that untrusted SQL runs in. It is started for a query or a shell, prints the rows on the stdout that it
 * inherits, and is killed when it is no longer needed, takes too long or takes too much memory: nothing here may matter
 * to anyone else. See sandbox.ts for the other side.
 */
import { describeSelect } from "../../engine/select.ts";
import { errorFacts } from "../../lib/error-report.ts";
import { ExitCode } from "../../lib/errors.ts";
import { formatBytes } from "../../lib/quantities.ts";
import { warehousePaths } from "../../lib/paths.ts";
import { removeSpillOf } from "../../lib/spill.ts";
import { escapeControlsInLines } from "../../lib/terminal.ts";
import { withLake, type Lake } from "../lake.ts";
import { releaseSnapshotsOf } from "../snapshot.ts";
import type { Failure, Reply, SandboxStart, Statement } from "./protocol.ts";
import { readRequest } from "./requests.ts";
import { runStatement, type StatementEffects } from "./run-statement.ts";

const maxMessageLength = 4000;
const mebibyte = 1024 * 1024;

let interrupt: (() => void) | undefined;
const statements: Statement[] = [];
let take: ((statement: Statement) => void) | undefined;
let asksColumns: ((relation: string) => Promise<void>) | undefined;

// Ctrl+C goes to every process of the terminal: what it means here, the other side says.
process.on("SIGINT", () => {});
process.on("message", (message) => {
  const request = readRequest(message);
  switch (request.kind) {
    case "open":
      void serve(request.start);
      return;
    case "run":
      if (take === undefined) statements.push(request.statement);
      else take(request.statement);
      return;
    case "columns":
      void asksColumns?.(request.relation);
      return;
    case "interrupt":
      interrupt?.();
  }
});

function reply(message: Reply): void {
  process.send?.(message);
}

async function serve(start: SandboxStart): Promise<void> {
  const paths = warehousePaths(start.warehouse);
  process.once("disconnect", () => {
    removeSpillOf(process.pid, paths.spill);
    releaseSnapshotsOf(process.pid, paths);
    process.kill(process.pid, "SIGKILL");
  });
  process.stdout.on("error", (error: Error & { code?: string }) =>
    reply(error.code === "EPIPE" ? { kind: "unread" } : failureOf(error, start)),
  );
  const limits = {
    memoryLimit: `${Math.floor(start.memoryBytes / mebibyte)}MiB`,
    spillLimit: `${Math.floor(start.spillBytes / mebibyte)}MiB`,
  };
  try {
    await withLake({ paths, limits, signal: new AbortController().signal }, (lake) => answer(lake, start));
  } catch (error) {
    reply(failureOf(error, start));
  }
}

async function answer(lake: Lake, start: SandboxStart): Promise<never> {
  interrupt = () => lake.database.interrupt();
  let isSealed = false;
  const effects: StatementEffects = {
    stdout: process.stdout,
    note: start.isQuiet ? () => {} : (text) => process.stderr.write(`${escapeControlsInLines(text)}\n`),
    seal: async () => {
      if (!isSealed) await lake.seal();
      isSealed = true;
    },
  };
  if (start.isSession) {
    // A sealed session takes no further files: whatever can be read is bound at once.
    await lake.bindFor("show all tables", "shell");
    await effects.seal();
    asksColumns = (relation) => tellColumns(lake, relation);
    reply({ kind: "relations", relations: [...lake.graph.nodes.keys()] });
  }
  for (;;) {
    const statement = statements.shift() ?? (await nextStatement());
    try {
      await runStatement(lake, statement, effects);
      await flushed();
      reply({ kind: "done" });
    } catch (error) {
      reply(failureOf(error, start));
    }
  }
}

function nextStatement(): Promise<Statement> {
  return new Promise((resolve) => {
    take = (statement) => {
      take = undefined;
      resolve(statement);
    };
  });
}

/** Killed right after its reply, the process must have handed everything over. */
function flushed(): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write("", () => resolve());
  });
}

async function tellColumns({ database, graph }: Lake, relation: string): Promise<void> {
  const isKnown = graph.nodes.has(relation);
  const columns = isKnown ? await describeSelect(database, `select * from ${relation}`).catch(() => []) : [];
  reply({ kind: "columns", columns: columns.map(({ name, type }) => [name, type]) });
}

/** A message may repeat a value of any length: nobody reads more than this of it. */
function cutMessage(message: string): string {
  return message.length > maxMessageLength ? `${message.slice(0, maxMessageLength)} ...` : message;
}

function failureOf(error: unknown, { memoryBytes }: SandboxStart): Failure {
  if (error instanceof Error && /INTERRUPT Error/.test(error.message)) {
    return {
      kind: "failed",
      message: "interrupted",
      code: "INTERRUPTED",
      hint: null,
      exitCode: ExitCode.interrupted,
    };
  }
  const { message, code, hint, exitCode } = errorFacts(error);
  if (code !== "OUT_OF_MEMORY") {
    return { kind: "failed", message: cutMessage(message), code, hint: hint ?? null, exitCode };
  }
  return {
    kind: "failed",
    message: `the statement needs more memory than it may take (${formatBytes(memoryBytes)})`,
    code,
    hint: "ask for less at once, or raise the limit with --memory-limit",
    exitCode,
  };
}
