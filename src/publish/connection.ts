import { Client } from "pg";

import { UsageError, UserError } from "../lib/errors.ts";
import { postgresError } from "./postgres-error.ts";

export interface ConnectionOptions {
  /** `postgres://user:password@host:port/database?sslmode=...`; what it does not say, PG* variables and ~/.pgpass do. */
  readonly url: string | undefined;
  readonly signal: AbortSignal;
}

const connectTimeoutMs = 15_000;

/**
 * Connects to PostgreSQL, hands the client to `work` and disconnects whatever happens. A signal drops the connection,
 * and with it whatever transaction is open.
 *
 * @throws `UserError` without the password in it, neither in words nor in a cause
 */
export async function withPostgres<T>(
  { url, signal }: ConnectionOptions,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const client = openClient(url);
  let dropped: unknown;
  // Without a listener a connection that breaks between two statements would end the process.
  client.on("error", (error) => {
    dropped = error;
  });
  const drop = (): void => {
    client.end().catch(() => {});
  };
  signal.addEventListener("abort", drop, { once: true });
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    signal.throwIfAborted();
    throw postgresError(isOfDriver(error) && dropped !== undefined ? dropped : error);
  } finally {
    signal.removeEventListener("abort", drop);
    await client.end().catch(() => {});
  }
}

/** The error that says why a connection broke is worth more than those that follow from it. */
function isOfDriver(error: unknown): boolean {
  return error instanceof Error && !(error instanceof UserError);
}

function openClient(url: string | undefined): Client {
  const common = {
    fallback_application_name: "indkpi",
    connectionTimeoutMillis: connectTimeoutMs,
  };
  if (url === undefined) return new Client(common);
  try {
    return new Client({ ...common, connectionString: libpqUrl(url) });
  } catch (error) {
    // A wrong URL, or a file of a certificate that cannot be read; only the latter names no password.
    const isFile = error instanceof Error && "path" in error;
    throw new UsageError(
      isFile ? error.message : "the URL of the database cannot be read",
      "as in --url postgres://user@host:5432/database?sslmode=verify-full; write / as %2F and @ as %40 in a password",
    );
  }
}

/** With sslmode in the sense that psql gives it: the driver would take every mode for verify-full. */
function libpqUrl(url: string): string {
  if (!/^postgres(?:ql)?:\/\//.test(url)) throw new Error("not a URL of PostgreSQL");
  if (!url.includes("sslmode=") || url.includes("uselibpqcompat=")) return url;
  return `${url}&uselibpqcompat=true`;
}
