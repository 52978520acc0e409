import type { FastifyInstance, FastifyReply } from "fastify";

import type { Question, QuestionBook } from "../data/questions.ts";
import type { SnapshotSource } from "../data/snapshots.ts";
import type { ApiError } from "../shared/answer.ts";
import type { ConsoleSql } from "./console.ts";
import { AnswerCache } from "./answers.ts";
import { newsRoute, stateOf } from "./news.ts";
import { errorSchema, parametersSchema, sqlSchema } from "./schemas.ts";
import { warm } from "./warm.ts";

export interface ApiOptions {
  readonly book: QuestionBook;
  readonly source: SnapshotSource;
  readonly runConsoleSql: ConsoleSql;
}

const failures = { 400: errorSchema, 404: errorSchema, 503: errorSchema };

/** The JSON API. */
export function apiRoutes(app: FastifyInstance, { book, source, runConsoleSql }: ApiOptions): void {
  const cache = new AnswerCache();
  const prepare = (): void => {
    const snapshot = source.current();
    // Whoever asks gets the same failure, with its words.
    if (snapshot !== undefined) warm(cache, snapshot).catch(() => undefined);
  };
  prepare();
  const stop = source.onChange(prepare);
  app.addHook("onClose", async () => stop());
  newsRoute(app, source);

  app.get("/api/v1/state", { schema: { summary: "Whether there is anything to show" } }, async (_, reply) =>
    reply.header("cache-control", "no-cache").send(stateOf(source)),
  );

  app.get("/api/v1/questions", { schema: { summary: "What can be asked" } }, async (_, reply) =>
    reply.send([...book.questions.values()].map(({ sql: _sql, ...question }) => question)),
  );

  app.get(
    "/api/v1/models",
    { schema: { summary: "The SQL models and their versions" } },
    async (_, reply) => {
      const snapshot = source.current();
      return snapshot === undefined ? await notReady(reply, source) : await reply.send(snapshot.models);
    },
  );

  app.get<{ Params: { name: string }; Querystring: Record<string, string> }>(
    "/api/v1/answers/:name",
    {
      schema: {
        summary: "The answer to one question of sql/dashboard",
        params: { type: "object", properties: { name: { type: "string", pattern: "^[a-z_]{1,40}$" } } },
        querystring: parametersSchema,
        response: failures,
      },
    },
    async (request, reply) => {
      const question = book.questions.get(request.params.name);
      if (question === undefined) {
        return await fail(reply, 404, {
          error: `there is no question ${request.params.name}`,
          code: "UNKNOWN_QUESTION",
          hint: "see /api/v1/questions",
        });
      }
      const fault = parameterFault(question, request.query);
      if (fault !== undefined) return await fail(reply, 400, fault);
      const snapshot = source.current();
      if (snapshot === undefined) return await notReady(reply, source);
      const tag = `W/"${snapshot.id}"`;
      void reply.header("etag", tag).header("cache-control", "no-cache");
      if (request.headers["if-none-match"] === tag) return await reply.code(304).send();
      const { text, packed } = await cache.find(snapshot, question.name, request.query);
      void reply.type("application/json; charset=utf-8").header("vary", "accept-encoding");
      const canUnpack = /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
      return await (canUnpack ? reply.header("content-encoding", "gzip").send(packed) : reply.send(text));
    },
  );

  app.post<{ Body: { sql: string } }>(
    "/api/v1/sql",
    {
      schema: { summary: "Runs one read-only statement in a process of its own", body: sqlSchema },
      config: { rateLimit: { max: 30, timeWindow: 10_000 } },
    },
    async (request, reply) => {
      const outcome = await runConsoleSql(request.body.sql);
      return outcome.kind === "rows"
        ? await reply.send(outcome.answer)
        : await fail(reply, 400, outcome.problem);
    },
  );

  app.get("/api/v1/openapi.json", { schema: { hide: true } }, async (_, reply) => reply.send(app.swagger()));
}

/** A parameter that is missing, not known to the question, or a date that is in no calendar. */
function parameterFault({ name, parameters }: Question, given: Record<string, string>): ApiError | undefined {
  const missing = parameters.find((parameter) => given[parameter] === undefined);
  if (missing !== undefined) return badParameter(`${name} needs ${missing}`, parameters);
  const surplus = Object.keys(given).find((parameter) => !parameters.includes(parameter));
  if (surplus !== undefined) return badParameter(`${name} does not take ${surplus}`, parameters);
  for (const [parameter, value] of Object.entries(given)) {
    if (!/_(?:date|from|to)$/.test(parameter)) continue;
    const time = Date.parse(`${value}T00:00:00Z`);
    if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(value)) {
      return badParameter(`${parameter} is no date: ${value}`, parameters);
    }
  }
  return undefined;
}

function badParameter(error: string, parameters: readonly string[]): ApiError {
  return { error, code: "BAD_PARAMETER", hint: `it takes: ${parameters.join(", ") || "nothing"}` };
}

async function notReady(reply: FastifyReply, source: SnapshotSource): Promise<FastifyReply> {
  const { problem } = stateOf(source);
  const unknown: ApiError = { error: "the warehouse is not open", code: "NOT_OPEN", hint: null };
  return await fail(reply, 503, problem ?? unknown);
}

async function fail(reply: FastifyReply, status: number, problem: ApiError): Promise<FastifyReply> {
  return await reply.code(status).header("cache-control", "no-store").send(problem);
}
