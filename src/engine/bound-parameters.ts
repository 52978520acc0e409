import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";

import { UsageError } from "../lib/errors.ts";
import type { ParameterType, SqlParameter } from "../lib/parameters.ts";
import { duckdb } from "./duckdb.ts";

interface BoundParameters {
  readonly values: Record<string, DuckDBValue>;
  readonly types: Record<string, DuckDBType>;
}

const types: Readonly<Record<ParameterType, DuckDBType>> = {
  text: duckdb.VARCHAR,
  integer: duckdb.BIGINT,
  number: duckdb.DOUBLE,
  date: duckdb.DATE,
};

const dayMs = 86_400_000;

/** The parameters as the driver takes them. Throws UsageError where a value is not of its type. */
export function boundParameters(parameters: readonly SqlParameter[]): BoundParameters {
  return {
    values: Object.fromEntries(parameters.map((parameter) => [parameter.name, boundValue(parameter)])),
    types: Object.fromEntries(parameters.map(({ name, type }) => [name, types[type]])),
  };
}

function boundValue({ name, type, value }: SqlParameter): DuckDBValue {
  if (value === null) return null;
  switch (type) {
    case "text":
      return value;
    case "integer":
      if (/^[+-]?\d{1,18}$/.test(value)) return BigInt(value);
      throw notOf(name, "a whole number", value);
    case "number":
      if (value.trim() !== "" && Number.isFinite(Number(value))) return Number(value);
      throw notOf(name, "a number", value);
    case "date": {
      const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
      const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
      if (isDay) return new duckdb.DuckDBDateValue(time / dayMs);
      throw notOf(name, "a date", value);
    }
  }
}

function notOf(name: string, what: string, value: string): UsageError {
  return new UsageError(
    `the parameter ${name} takes ${what}, not ${JSON.stringify(value)}`,
    what === "a date" ? `as in --param ${name}=2026-01-05` : `as in --param ${name}=10`,
  );
}
