import type { FastifyInstance } from "fastify";

import type { SnapshotSource } from "../data/snapshots.ts";
import type { ApiError, WarehouseState } from "../shared/answer.ts";

const heartbeatMs = 15_000;
const maxListeners = 200;

/** What there is to show. */
export function stateOf(source: SnapshotSource): WarehouseState {
  const snapshot = source.current();
  const problem = source.problem();
  if (snapshot !== undefined) return { state: "ready", snapshot: snapshot.id, problem: problem ?? null };
  const unknown: ApiError = { error: "the warehouse is not open", code: "NOT_OPEN", hint: null };
  const state = problem?.code === "EMPTY_WAREHOUSE" ? "empty" : "broken";
  return { state, snapshot: null, problem: problem ?? unknown };
}

/** `/api/v1/events`: server-sent events that tell of every new snapshot. */
export function newsRoute(app: FastifyInstance, source: SnapshotSource): void {
  const closers = new Set<() => void>();
  app.get(
    "/api/v1/events",
    { schema: { summary: "Server-sent events: one for each new snapshot" } },
    (request, reply) => {
      if (closers.size >= maxListeners) {
        void reply.code(503).send({ error: "too many listeners", code: "TOO_MANY", hint: "try again later" });
        return;
      }
      // Headers of the guard and of the security plugin were set on the reply; the stream is written past it.
      reply.hijack();
      const { raw } = reply;
      for (const [name, value] of Object.entries(reply.getHeaders())) {
        if (value !== undefined) raw.setHeader(name, value);
      }
      raw.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      const tell = (): void => {
        raw.write(`event: state\ndata: ${JSON.stringify(stateOf(source))}\n\n`);
      };
      const stop = source.onChange(tell);
      const heartbeat = setInterval(() => raw.write(":\n\n"), heartbeatMs);
      const close = (): void => {
        clearInterval(heartbeat);
        stop();
        closers.delete(close);
        raw.end();
      };
      closers.add(close);
      request.raw.on("close", close);
      tell();
    },
  );
  app.addHook("preClose", async () => {
    for (const close of closers) close();
  });
}
