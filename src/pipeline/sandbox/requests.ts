import { z } from "zod";

import { parameterTypes } from "../../lib/parameters.ts";
import { resultFormats } from "../../lib/result.ts";
import type { Request } from "./protocol.ts";

const parameter = z.object({ name: z.string(), type: z.enum(parameterTypes), value: z.string().nullable() });

const request = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("open"),
    start: z.object({
      warehouse: z.string(),
      memoryBytes: z.number(),
      spillBytes: z.number(),
      isQuiet: z.boolean(),
      isSession: z.boolean(),
    }),
  }),
  z.object({
    kind: z.literal("run"),
    statement: z.object({
      name: z.string(),
      sql: z.string(),
      parameters: z.array(parameter),
      format: z.enum(resultFormats),
      maxRows: z.number().nullable(),
    }),
  }),
  z.object({ kind: z.literal("columns"), relation: z.string() }),
  z.object({ kind: z.literal("interrupt") }),
]);

/** Reads what the other side of the sandbox asks for. */
export function readRequest(message: unknown): Request {
  return request.parse(message);
}
