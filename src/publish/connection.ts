import { Client } from "pg";

import { UsageError } from "../lib/errors.ts";
import { postgresError } from "./postgres-error.ts";
import { urlsToTry, type ConnectionVariables } from "./urls-to-try.ts";

export interface ConnectionOptions {
  /** `postgres://user@host:port/database?sslmode=...`; what it does not say, PG* variables and ~/.pgpass do. */
  readonly url: string | undefined;
  readonly variables: ConnectionVariables;
  readonly signal: AbortSignal;
}

const connectTimeoutS = 15;

/**
 * Connects to PostgreSQL, hands the client to `work` and disconnects whatever happens. A signal drops the connection,
 * and with it whatever transaction is open.
 *
 * @throws `UserError` without the password in it, neither in words nor in a cause
 */
export async function withPostgres<T>(
  { url = "postgres:///", variables, signal }: ConnectionOptions,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const urls = urlsToTry(url, variables);
  for (const [index, each] of urls.entries()) {
    const { client, whyDropped } = openClient(each);
    const drop = (): void => {
      client.end().catch(() => {});
    };
    signal.addEventListener("abort", drop, { once: true });
    let isConnected = false;
    try {
      await client.connect();
      isConnected = true;
      return await work(client);
    } catch (error) {
      signal.throwIfAborted();
      if (!isConnected && hasNoTls(error) && index + 1 < urls.length) continue;
      throw postgresError(error, whyDropped());
    } finally {
      signal.removeEventListener("abort", drop);
      await client.end().catch(() => {});
    }
  }
  throw new UsageError("there is no database to connect to");
}

function hasNoTls(error: unknown): boolean {
  return error instanceof Error && /does not support SSL/.test(error.message);
}

function openClient(connectionString: string): { client: Client; whyDropped: () => Error | undefined } {
  const timeoutS = /[?&]connect_timeout=(\d+)/.exec(connectionString)?.[1];
  let dropped: Error | undefined;
  try {
    const client = new Client({
      connectionString,
      connectionTimeoutMillis: 1000 * (Number(timeoutS) || connectTimeoutS),
      fallback_application_name: "indkpi",
    });
    // Without a listener a connection that breaks between two statements would end the process.
    client.on("error", (error) => {
      dropped = error;
    });
    return { client, whyDropped: () => dropped };
  } catch (error) {
    // The file of a certificate that cannot be read names itself; of anything else the words might be the password.
    if (error instanceof Error && "path" in error) {
      throw new UsageError(error.message, "check sslrootcert, sslcert and sslkey");
    }
    throw new UsageError(
      "the URL of the database cannot be read",
      "as in --url postgres://user@host:5432/database; in a password write / as %2F and @ as %40",
    );
  }
}
