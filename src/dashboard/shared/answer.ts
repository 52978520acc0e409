/** A value as JSON carries it; integers beyond 2^53 come as text. */
export type Cell = string | number | boolean | null;

/** The rows of one question, in the order of its columns. */
export interface Answer {
  readonly snapshot: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What stands in the way, in the same shape from every route. */
export interface ApiError {
  readonly error: string;
  readonly code: string;
  readonly hint: string | null;
}

/** One version of one SQL model. */
export interface ModelVersion {
  readonly relation: string;
  readonly kind: string;
  readonly version: number;
  readonly description: string;
}

/** Whether there is anything to show. */
export type WarehouseState =
  | { readonly state: "ready"; readonly snapshot: string; readonly problem: ApiError | null }
  | { readonly state: "empty"; readonly snapshot: null; readonly problem: ApiError }
  | { readonly state: "broken"; readonly snapshot: null; readonly problem: ApiError };

/** What a question is asked with, by the names that its SQL gives to its parameters. */
export type Parameters = Readonly<Record<string, string>>;

/** Everything that a report carries. */
export interface EmbeddedReport {
  readonly snapshot: string;
  readonly title: string;
  readonly answers: Readonly<Record<string, Pick<Answer, "columns" | "rows">>>;
  readonly models: readonly ModelVersion[];
}

/** The address of an answer: equal questions have equal addresses. */
export function answerKey(name: string, parameters: Parameters): string {
  const pairs = Object.entries(parameters).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return pairs.length === 0 ? name : `${name}?${new URLSearchParams(pairs).toString()}`;
}
