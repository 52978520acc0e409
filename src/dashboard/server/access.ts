import { createHash, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";

/** Who may ask: anyone on this machine, or anyone who knows the token. */
export interface Access {
  /** The address that the server listens on. */
  readonly host: string;
  /** Null: only loopback, no token. */
  readonly token: string | null;
}

const loopbackNames = new Set(["localhost", "127.0.0.1", "::1"]);

export function isLoopback(host: string): boolean {
  return loopbackNames.has(host);
}

/**
 * Whether a Host header is one of ours. A page of another site reaches a local server by a name that it makes point here
 * (DNS rebinding); it cannot by a bare address, nor by `localhost`.
 */
export function isKnownHost(header: string | undefined, { host, token }: Access): boolean {
  const name = hostName(header);
  if (name === undefined) return false;
  if (loopbackNames.has(name)) return true;
  return token !== null && (isIP(name) !== 0 || name === host.toLowerCase());
}

/** The host of a Host header, without port and brackets. */
function hostName(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const [, bracketed, plain] = /^(?:\[([0-9a-f:.]+)\]|([^:[\]/@\s]+))(?::\d{1,5})?$/i.exec(header) ?? [];
  return (bracketed ?? plain)?.toLowerCase();
}

/** What a browser says about where a request comes from. */
export interface RequestOrigin {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  readonly fetchMode: string | undefined;
}

/** Whether another site's page sent the request. A link that a person followed to the page itself is welcome. */
export function isForeign({ host, origin, fetchSite, fetchMode }: RequestOrigin, isPage: boolean): boolean {
  if (origin !== undefined && originHost(origin) !== host?.toLowerCase()) return true;
  const isFollowedLink = isPage && fetchMode === "navigate";
  return (fetchSite === "cross-site" || fetchSite === "same-site") && !isFollowedLink;
}

function originHost(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Compares in a time that tells nothing. */
export function isToken(given: string | undefined, token: string): boolean {
  if (given === undefined) return false;
  return timingSafeEqual(digest(given), digest(token));
}

export const tokenCookie = "indkpi_token";

/** The token that a request carries, as a header or as a cookie. */
export function givenToken(headers: {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
}): string | undefined {
  const [, bearer] = /^Bearer (\S+)$/.exec(headers.authorization ?? "") ?? [];
  if (bearer !== undefined) return bearer;
  const pairs = (headers.cookie ?? "").split(";").map((pair) => pair.trim().split("="));
  return pairs.find(([name]) => name === tokenCookie)?.[1];
}
