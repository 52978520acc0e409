import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import type { ApiError } from "../shared/answer.ts";
import { givenToken, isForeign, isKnownHost, isToken, tokenCookie, type Access } from "./access.ts";

/** Lets nobody in who has no business here: see access.ts. */
export function guard(app: FastifyInstance, access: Access): void {
  app.addHook("onRequest", async (request, reply) => {
    const refusal = refusalOf(request, access);
    if (refusal !== undefined) return await reply.code(403).send(refusal);
    if (access.token === null) return;
    const base = "http://localhost";
    const asked = URL.canParse(request.url, base) ? new URL(request.url, base) : new URL(base);
    const offered = asked.searchParams.get("token");
    if (offered !== null && asked.pathname === "/") {
      if (isToken(offered, access.token)) return await admit(reply, access.token);
    } else if (isToken(givenToken(request.headers), access.token)) return;
    return await reply.code(401).send(noToken);
  });
}

const noToken: ApiError = {
  error: "this dashboard asks for a token",
  code: "TOKEN_NEEDED",
  hint: "open the address that indkpi dashboard printed",
};

function refusalOf(request: FastifyRequest, access: Access): ApiError | undefined {
  const { host, origin } = request.headers;
  if (!isKnownHost(host, access)) {
    return {
      error: "the dashboard is not known by this name",
      code: "HOST_REFUSED",
      hint: "use the address that indkpi dashboard printed",
    };
  }
  const from = {
    host,
    origin,
    fetchSite: single(request.headers["sec-fetch-site"]),
    fetchMode: single(request.headers["sec-fetch-mode"]),
  };
  if (!isForeign(from, !request.url.startsWith("/api/"))) return undefined;
  return { error: "a page of another site may not ask here", code: "FOREIGN_REQUEST", hint: null };
}

/** The token moves from the address to a cookie, so that it is in no history and no referrer. */
async function admit(reply: FastifyReply, token: string): Promise<FastifyReply> {
  return await reply
    .header("set-cookie", `${tokenCookie}=${token}; HttpOnly; SameSite=Strict; Path=/`)
    .header("cache-control", "no-store")
    .redirect("/", 303);
}

function single(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === "string" ? header : header?.[0];
}
