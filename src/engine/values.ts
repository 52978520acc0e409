import type { DuckDBType, DuckDBValue, DuckDBValueConverter, Json } from "@duckdb/node-api";

import { duckdb } from "./duckdb.ts";

const { DuckDBTimestampTZValue, DuckDBTypeId, JsonDuckDBValueConverter } = duckdb;

export type JsonValue = Json;
export type JsonObject = { readonly [key: string]: JsonValue };

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// Without this the driver prints instants with the offset the process started in.
DuckDBTimestampTZValue.timezoneOffsetInMinutes = 0;

/** A value as text: strings as they are. */
export function asText(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

const microsPerSecond = 1_000_000n;

/**
 * DuckDB values as JSON: whole numbers as numbers up to 2^53 and as text beyond, timestamps as ISO text with Z and a
 * fraction only where there is one, dates as YYYY-MM-DD, NaN and infinities as null.
 */
export const toJsonValue: DuckDBValueConverter<JsonValue> = (
  value: DuckDBValue,
  type: DuckDBType,
  converter: DuckDBValueConverter<JsonValue>,
): JsonValue => {
  if (value === null) return null;
  switch (type.typeId) {
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UHUGEINT:
      return typeof value === "bigint" ? wholeNumber(value) : null;
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
      return typeof value === "number" && Number.isFinite(value) ? value : null;
    case DuckDBTypeId.DECIMAL:
      return Number(String(value));
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_TZ:
      return isMicros(value) ? isoTimestamp(value.micros) : String(value);
    default:
      return JsonDuckDBValueConverter(value, type, converter);
  }
};

function wholeNumber(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function isMicros(value: DuckDBValue): value is DuckDBValue & { micros: bigint } {
  return typeof value === "object" && value !== null && "micros" in value && typeof value.micros === "bigint";
}

/** Microseconds since 1970 as `2026-01-05T06:00:00Z`, with up to six digits of fraction. */
function isoTimestamp(micros: bigint): string {
  const fraction = ((micros % microsPerSecond) + microsPerSecond) % microsPerSecond;
  const seconds = (micros - fraction) / microsPerSecond;
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return micros > 0n ? "infinity" : "-infinity";
  const whole = date.toISOString().slice(0, -5);
  return fraction === 0n ? `${whole}Z` : `${whole}.${String(fraction).padStart(6, "0").replace(/0+$/, "")}Z`;
}
