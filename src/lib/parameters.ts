export const parameterTypes = ["text", "integer", "number", "date"] as const;

export type ParameterType = (typeof parameterTypes)[number];

/** A value for `$name` in a statement: never part of its text. */
export interface SqlParameter {
  readonly name: string;
  readonly type: ParameterType;
  /** As written by a person; null is null. */
  readonly value: string | null;
}
