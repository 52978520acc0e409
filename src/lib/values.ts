import type { ColumnKind } from "./result.ts";
import { escapeControls } from "./terminal.ts";

/**
 * A value as JSON. Integers that a double cannot hold become strings; NaN and infinities, which JSON lacks, null.
 */
export function jsonText(value: unknown, kind: ColumnKind = "other"): string {
  if (typeof value === "string") return JSON.stringify(kind === "timestamp" ? trimFraction(value) : value);
  if (typeof value === "number") return Number.isFinite(value) ? JSON.stringify(value) : "null";
  if (typeof value === "bigint") return isSafe(value) ? value.toString() : `"${value}"`;
  if (typeof value === "boolean") return value ? "true" : "false";
  return typeof value === "object" && value !== null ? nestedJson(value) : "null";
}

/**
 * A value as an RFC 4180 field. Null is an empty field, empty text is `""`, and so the two can be told apart;
 * NaN and infinities are written as DuckDB writes and reads them.
 */
export function csvText(value: unknown, kind: ColumnKind = "other"): string {
  if (value === null || value === undefined) return "";
  const text = plainText(value, kind);
  return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A value for people: one line, no control characters, ratios and seconds rounded to what an eye can use. */
export function cellText(value: unknown, kind: ColumnKind = "other"): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number" && kind !== "integer") return roundedText(value);
  return escapeControls(plainText(value, kind));
}

/** Four decimals, or four digits where the number is smaller than one. */
function roundedText(value: number): string {
  if (!Number.isFinite(value)) return plainText(value, "double");
  return String(Math.abs(value) < 1 ? Number(value.toPrecision(4)) : Number(value.toFixed(4)));
}

function plainText(value: unknown, kind: ColumnKind): string {
  if (typeof value === "string") return kind === "timestamp" ? trimFraction(value) : value;
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "number") return jsonText(value, kind);
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return String(value);
}

/** `06:00:00.250000Z` to `06:00:00.25Z`, `06:00:00.000Z` to `06:00:00Z`. */
function trimFraction(timestamp: string): string {
  if (!timestamp.includes(".")) return timestamp;
  return timestamp.replace(/\.(\d*?)0*(?=\D|$)/, (_, digits: string) => (digits === "" ? "" : `.${digits}`));
}

function nestedJson(value: object): string {
  if (Array.isArray(value)) return `[${value.map((item: unknown) => jsonText(item)).join(",")}]`;
  if (value instanceof Date) return jsonText(value.toISOString(), "timestamp");
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${jsonText(member)}`,
  );
  return `{${members.join(",")}}`;
}

function isSafe(value: bigint): boolean {
  return value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER;
}
