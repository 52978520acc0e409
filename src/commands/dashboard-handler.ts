import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";

import { isLoopback } from "../dashboard/server/access.ts";
import { consoleOverProcesses } from "../dashboard/server/console.ts";
import { buildServer } from "../dashboard/server/server.ts";
import { ExitCode, UsageError, UserError } from "../lib/errors.ts";
import { builtFile } from "../lib/paths.ts";
import { packageVersion } from "../lib/version.ts";
import type { CommandContext } from "./command.ts";
import { followDashboard, pageDirectory } from "./dashboard-warehouse.ts";

export interface DashboardOptions {
  readonly port: number;
  readonly host: string;
  readonly tokenFile: string | undefined;
}

/** What a statement of the console may take. */
const consoleBounds = {
  timeoutMs: 15_000,
  maxRows: 1000,
  maxOutputBytes: 8 * 1024 * 1024,
  maxAtOnce: 2,
  memoryLimit: "1GB",
} as const;

/** Serves the dashboard until it is interrupted. */
export async function serveDashboard(
  { port, host, tokenFile }: DashboardOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const { signal, stdout, note, warn, paths } = context;
  const token = tokenFor(host, tokenFile);
  const source = await followDashboard(context);
  const app = await buildServer({
    book: source.book,
    source,
    access: { host, token },
    pageDirectory: pageDirectory(),
    version: packageVersion(),
    warn,
    runConsoleSql: consoleOverProcesses({ ...consoleBounds, command: queryCommandLine(paths.root) }),
  });
  try {
    const address = await app.listen({ port, host }).catch((cause: unknown) => {
      throw listenError(cause, host, port);
    });
    stdout.write(`${addressOf(host, new URL(address).port, token)}\n`);
    note("the dashboard is open; Ctrl+C ends it");
    if (!signal.aborted) await once(signal, "abort");
  } finally {
    await app.close();
    await source.close();
  }
  return ExitCode.done;
}

/** `indkpi query` of this package, which reads its statement from standard input. */
function queryCommandLine(warehouse: string): [string, ...string[]] {
  const { maxRows, timeoutMs, memoryLimit } = consoleBounds;
  const limits = [`--limit=${maxRows + 1}`, `--timeout=${timeoutMs / 1000}`, `--memory-limit=${memoryLimit}`];
  return [
    process.execPath,
    builtFile("cli.js"),
    "query",
    "--file",
    "-",
    "--json",
    "--quiet",
    "--format",
    "arrays",
    "--warehouse",
    warehouse,
    ...limits,
  ];
}

function tokenFor(host: string, tokenFile: string | undefined): string | null {
  if (tokenFile === undefined) return isLoopback(host) ? null : randomBytes(24).toString("base64url");
  let text: string;
  try {
    text = readFileSync(tokenFile, "utf8").trim();
  } catch (cause) {
    throw new UsageError(
      `cannot read ${tokenFile}: ${cause instanceof Error ? cause.message : String(cause)}`,
      "give a file with the token as its only line",
    );
  }
  if (/^[\w-]{16,200}$/.test(text)) return text;
  throw new UsageError(
    `${tokenFile} holds no token`,
    "a token is one line of 16 to 200 letters, digits, - and _",
  );
}

function addressOf(host: string, port: string, token: string | null): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}/${token === null ? "" : `?token=${token}`}`;
}

function listenError(cause: unknown, host: string, port: number): unknown {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  const hints: Readonly<Record<string, string>> = {
    EADDRINUSE: "another program listens there: give another --port, or 0 for any",
    EACCES: "ports below 1024 are for the system: give a higher --port",
    EADDRNOTAVAIL: "this machine has no such address: give another --host",
    ENOTFOUND: "this machine has no such address: give another --host",
  };
  const hint = typeof code === "string" ? hints[code] : undefined;
  if (hint === undefined) return cause;
  return new UserError(`cannot listen on ${host} port ${port}`, { code: "CANNOT_LISTEN", hint, cause });
}
