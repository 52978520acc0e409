import { constants } from "node:zlib";

import fastifyCompress from "@fastify/compress";
import fastifyHelmet from "@fastify/helmet";
import fastifyRateLimit from "@fastify/rate-limit";
import fastifyStatic from "@fastify/static";
import fastifySwagger from "@fastify/swagger";
import fastify, { type FastifyError, type FastifyInstance } from "fastify";

import type { Access } from "./access.ts";
import { apiRoutes, type ApiOptions } from "./api.ts";
import { guard } from "./guard.ts";

export interface ServerOptions extends ApiOptions {
  readonly access: Access;
  /** The folder of the built page. */
  readonly pageDirectory: string;
  readonly version: string;
  /** Told of failures that are nobody's request's fault. */
  readonly warn: (message: string) => void;
  readonly maxRequestsPerSecond?: number;
}

const contentPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", "data:"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

/** Builds the server; it does not listen yet. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { access, pageDirectory, version, warn, maxRequestsPerSecond = 200 } = options;
  const app = fastify({
    bodyLimit: 64 * 1024,
    routerOptions: { maxParamLength: 100 },
    // Unknown parameters are refused, not dropped: whoever mistypes one would get an answer to another question.
    ajv: { customOptions: { removeAdditional: false } },
  });
  // A form of another page can send plain text unasked, but not JSON.
  app.removeContentTypeParser("text/plain");
  await app.register(fastifyRateLimit, {
    max: maxRequestsPerSecond * 10,
    timeWindow: 10_000,
    errorResponseBuilder: (_, { after }) =>
      Object.assign(new Error(`too many requests; try again in ${after}`), {
        statusCode: 429,
        code: "TOO_MANY",
      }),
  });
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: contentPolicy,
    strictTransportSecurity: false,
    referrerPolicy: { policy: "no-referrer" },
    xFrameOptions: { action: "deny" },
  });
  guard(app, access);
  await app.register(fastifyCompress, {
    threshold: 1024,
    encodings: ["br", "gzip"],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    zlibOptions: { level: 4 },
  });
  await app.register(fastifySwagger, {
    openapi: { info: { title: "IndKPIs dashboard", version, description: "Figures from Gold, read-only" } },
  });
  app.setErrorHandler((failure: FastifyError, _, reply) => {
    const status = failure.statusCode ?? 500;
    if (status >= 500) warn(failure.message);
    const error = status >= 500 && status !== 503 ? "the question could not be answered" : failure.message;
    void reply
      .code(status)
      .header("cache-control", "no-store")
      .send({
        error,
        code: failure.code ?? "FAILED",
        hint: status >= 500 ? "see the terminal of indkpi dashboard" : null,
      });
  });
  app.setNotFoundHandler(async (request, reply) =>
    reply
      .code(404)
      .send({ error: `there is nothing at ${request.url.slice(0, 200)}`, code: "NOT_FOUND", hint: null }),
  );
  await app.register(fastifyStatic, {
    root: pageDirectory,
    preCompressed: true,
    dotfiles: "deny",
    index: ["index.html"],
    cacheControl: false,
    setHeaders: (response) => {
      response.setHeader("cache-control", "no-cache");
    },
  });
  apiRoutes(app, options);
  return app;
}
