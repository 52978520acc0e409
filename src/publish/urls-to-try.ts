import { UsageError } from "../lib/errors.ts";

/** PGSSLMODE and the like, which the driver does not know or takes for something else than psql does. */
export type ConnectionVariables = Readonly<Record<UrlParameter, string | undefined>>;

type UrlParameter = "sslmode" | "sslrootcert" | "sslcert" | "sslkey" | "connect_timeout";

const modes = ["disable", "prefer", "require", "verify-ca", "verify-full"];

/**
 * The URLs to try, in order: with TLS as psql understands its options (the driver alone would take every sslmode for
 * verify-full), and under `prefer` a second time without.
 */
export function urlsToTry(url: string, variables: ConnectionVariables): readonly string[] {
  if (!/^postgres(?:ql)?:\/\//.test(url)) {
    throw new UsageError(
      "the URL of the database does not begin with postgres://",
      "as in --url postgres://user@host:5432/database",
    );
  }
  const [base = "", ...rest] = url.split("?");
  const query = new URLSearchParams(rest.join("?"));
  for (const [name, value] of Object.entries(variables)) {
    if (value !== undefined && value !== "" && !query.has(name)) query.set(name, value);
  }
  const mode = query.get("sslmode");
  if (mode === null) return [withQuery(base, query)];
  if (!modes.includes(mode)) {
    throw new UsageError(`there is no sslmode ${JSON.stringify(mode)}`, `choose from ${modes.join(", ")}`);
  }
  if (mode === "verify-ca" && !query.has("sslrootcert")) {
    throw new UsageError(
      "sslmode=verify-ca needs the certificate to verify by",
      "name its file, as in ?sslmode=verify-ca&sslrootcert=ca.pem",
    );
  }
  query.set("uselibpqcompat", "true");
  const first = withQuery(base, query);
  if (mode !== "prefer") return [first];
  const plain = new URLSearchParams(query);
  plain.set("sslmode", "disable");
  return [first, withQuery(base, plain)];
}

function withQuery(base: string, query: URLSearchParams): string {
  const text = query.toString();
  return text === "" ? base : `${base}?${text}`;
}
