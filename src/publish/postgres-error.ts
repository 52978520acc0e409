import { StatementFailure } from "../engine/statement-failure.ts";
import { UserError } from "../lib/errors.ts";

interface Refusal {
  readonly code: string;
  readonly what: string;
  readonly hint: string;
}

const nothingChanged = "nothing was changed in the database";

/** By SQLSTATE, or by the name that the operating system gives the failure. */
const refusals: Readonly<Record<string, Refusal>> = {
  ECONNREFUSED: unreachable("nothing listens there"),
  ENOTFOUND: unreachable("there is no such host"),
  EAI_AGAIN: unreachable("its name cannot be resolved now"),
  ETIMEDOUT: unreachable("no answer"),
  EHOSTUNREACH: unreachable("no way to that host"),
  ENETUNREACH: unreachable("no way to that network"),
  ENOENT: unreachable("there is no such socket"),
  ECONNRESET: lost(),
  EPIPE: lost(),
  "57P01": lost(),
  "57P02": lost(),
  "57P03": unreachable("it is starting up or shutting down"),
  "28P01": {
    code: "WRONG_PASSWORD",
    what: "PostgreSQL refused the user name or the password",
    hint: "check --url, PGUSER and PGPASSWORD, or ~/.pgpass",
  },
  "28000": {
    code: "NO_PERMISSION",
    what: "PostgreSQL refused the connection",
    hint: "check the user and what pg_hba.conf of the server allows, TLS included",
  },
  "3D000": {
    code: "NO_DATABASE",
    what: "there is no such database",
    hint: "create it (createdb), or name another in --url or PGDATABASE",
  },
  "25006": {
    code: "READ_ONLY",
    what: "the database is read-only",
    hint: "give the primary server, or a user and database without default_transaction_read_only",
  },
  "42501": {
    code: "NO_PERMISSION",
    what: "PostgreSQL gives this user no right to do that",
    hint: "publish once as the owner of the database; after that, members of indkpi_loader may publish",
  },
  "53100": { code: "DISK_FULL", what: "the disk of the database is full", hint: "free some space there" },
  "53300": {
    code: "TOO_MANY_CONNECTIONS",
    what: "the database takes no more connections",
    hint: "try again later",
  },
  "22P05": {
    code: "NOT_UTF8",
    what: "the database cannot hold a character of the data",
    hint: "publish to a database with the encoding UTF8 (createdb -E UTF8)",
  },
  "57014": { code: "INTERRUPTED", what: "the statement was cancelled", hint: "run the command again" },
};

function unreachable(why: string): Refusal {
  return {
    code: "UNREACHABLE",
    what: `PostgreSQL cannot be reached: ${why}`,
    hint: "check host and port in --url or PGHOST and PGPORT, and that the server runs",
  };
}

function lost(): Refusal {
  return {
    code: "CONNECTION_LOST",
    what: "the connection to PostgreSQL broke off",
    hint: "run the command again: a publication is in the database whole or not at all",
  };
}

/**
 * What the server, the driver or the network refused, in our words. Why a connection broke off, where that is known, is
 * worth more than the errors that follow from it. The driver's own error is not kept as a cause, for
 * it may hold what was typed, and so a password.
 */
export function postgresError(failure: unknown, whyDropped: Error | undefined): unknown {
  if (!(failure instanceof Error) || failure instanceof UserError || failure instanceof StatementFailure) {
    return failure;
  }
  const error = whyDropped ?? failure;
  const code = codeOf(error);
  const refusal = refusals[code ?? ""] ?? byWording(error.message);
  if (refusal !== undefined) {
    const { what, hint } = refusal;
    return new UserError(`${what} (${detailOf(error)})`, { code: refusal.code, hint });
  }
  if (code === undefined || !/^[0-9A-Z]{5}$/.test(code)) return error;
  return new UserError(`PostgreSQL refused a statement: ${detailOf(error)}`, {
    code: `POSTGRES_${code}`,
    hint: `${nothingChanged}; look up ${code} among the error codes of PostgreSQL`,
  });
}

/** Errors that the driver tells by their words alone. */
function byWording(message: string): Refusal | undefined {
  if (/timeout expired/i.test(message)) return unreachable("no answer in time");
  if (/connection terminated|client was closed|connection ended/i.test(message)) return lost();
  if (/SSL|TLS|certificate|self.signed/i.test(message)) {
    return {
      code: "TLS_FAILED",
      what: "no secure connection to PostgreSQL",
      hint: "check sslmode and sslrootcert in --url, as in ?sslmode=verify-full&sslrootcert=ca.pem",
    };
  }
  if (/SASL|password must be a string/i.test(message)) {
    return {
      code: "NO_PASSWORD",
      what: "PostgreSQL asks for a password and there is none",
      hint: "set PGPASSWORD, or use ~/.pgpass",
    };
  }
  return undefined;
}

/** Several addresses of one host give an error that holds one for each. */
function codeOf(error: Error): string | undefined {
  if ("code" in error && typeof error.code === "string") return error.code;
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? codeOf(first) : undefined;
}

function detailOf(error: Error): string {
  if (error.message !== "") {
    const isDetailed = "detail" in error && typeof error.detail === "string";
    return isDetailed ? `${error.message}: ${String(error.detail)}` : error.message;
  }
  const [first] = error instanceof AggregateError ? error.errors : [];
  return first instanceof Error ? first.message : error.name;
}
