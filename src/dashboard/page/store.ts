import {
  answerKey,
  type Answer,
  type ApiError,
  type EmbeddedReport,
  type Cell,
  type ModelVersion,
  type WarehouseState,
} from "../shared/answer.ts";
import type { Request } from "../shared/requests.ts";

/** Answers come from the server, or from the report that the page is part of. */

/** A question that could not be answered, and why. */
export class AskError extends Error {
  override readonly name = "AskError";
  readonly problem: ApiError;

  constructor(problem: ApiError) {
    super(problem.error);
    this.problem = problem;
  }
}

let report: EmbeddedReport | undefined;

export function useReport(embedded: EmbeddedReport): void {
  report = embedded;
}

export async function ask({ name, parameters }: Request): Promise<Answer> {
  const key = answerKey(name, parameters);
  if (report !== undefined) {
    const found = report.answers[key];
    if (found !== undefined) return { snapshot: report.snapshot, ...found };
    throw new AskError({
      error: "this choice is not part of the report",
      code: "NOT_IN_REPORT",
      hint: "go back, or open the dashboard on the warehouse: indkpi dashboard",
    });
  }
  const body = await fetchJson(`/api/v1/answers/${key}`);
  if (!isAnswer(body)) throw unreadable();
  return body;
}

export async function models(): Promise<readonly ModelVersion[]> {
  if (report !== undefined) return report.models;
  const body = await fetchJson("/api/v1/models");
  if (!Array.isArray(body)) throw unreadable();
  return body.filter(isModelVersion);
}

export async function warehouseState(): Promise<WarehouseState> {
  if (report !== undefined) return { state: "ready", snapshot: report.snapshot, problem: null };
  const body = await fetchJson("/api/v1/state");
  if (!isState(body)) throw unreadable();
  return body;
}

/** Tells of every new state of the warehouse as soon as the server knows of it. */
export function onNews(
  listener: (state: WarehouseState) => void,
  onConnection: (isThere: boolean) => void,
): void {
  if (report !== undefined) return;
  const stream = new EventSource("/api/v1/events");
  stream.addEventListener("state", (event) => {
    const body: unknown = JSON.parse(String(event.data));
    if (isState(body)) listener(body);
  });
  stream.addEventListener("open", () => onConnection(true));
  stream.addEventListener("error", () => onConnection(false));
}

export type SqlOutcome =
  | { readonly kind: "rows"; readonly answer: Omit<Answer, "snapshot"> & { readonly isCut: boolean } }
  | { readonly kind: "problem"; readonly problem: ApiError };

export async function runSql(sql: string): Promise<SqlOutcome> {
  try {
    const body = await fetchJson("/api/v1/sql", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ sql }),
    });
    if (!isTable(body)) throw unreadable();
    return { kind: "rows", answer: { ...body, isCut: "isCut" in body && body.isCut === true } };
  } catch (failure) {
    if (failure instanceof AskError) return { kind: "problem", problem: failure.problem };
    throw failure;
  }
}

async function fetchJson(address: string, options: RequestInit = {}): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(address, options);
  } catch {
    throw new AskError({
      error: "the dashboard does not answer",
      code: "NO_CONNECTION",
      hint: "is indkpi dashboard still running?",
    });
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body;
  throw new AskError(
    isApiError(body)
      ? body
      : { error: `the dashboard answers ${response.status}`, code: "FAILED", hint: null },
  );
}

function unreadable(): AskError {
  return new AskError({
    error: "the answer is not in a form that this page knows",
    code: "UNREADABLE",
    hint: "load the page again: the dashboard may have been updated",
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isTable(
  value: unknown,
): value is { columns: readonly string[]; rows: readonly (readonly Cell[])[] } {
  return isObject(value) && Array.isArray(value["columns"]) && Array.isArray(value["rows"]);
}

function isAnswer(value: unknown): value is Answer {
  return isTable(value) && "snapshot" in value && typeof value.snapshot === "string";
}

function isApiError(value: unknown): value is ApiError {
  return isObject(value) && typeof value["error"] === "string" && typeof value["code"] === "string";
}

function isState(value: unknown): value is WarehouseState {
  return isObject(value) && typeof value["state"] === "string" && "snapshot" in value;
}

function isModelVersion(value: unknown): value is ModelVersion {
  return isObject(value) && typeof value["relation"] === "string";
}
