import { identifier, literal } from "../../engine/database.ts";
import type { Column } from "../../engine/select.ts";

/**
 * Functions that write a value as `query --format csv` does: DuckDB's own text of a double is `1e-05` or `12.0` where
 * JavaScript's is `0.00001` or `12`. Both are the shortest digits that read back as the same double.
 */
export const csvFunctions: readonly string[] = [
  "create or replace macro csv_digits(text) as replace(ltrim(split_part(text, 'e', 1), '-'), '.', '')",
  "create or replace macro csv_exponent(text) as cast(split_part(text, 'e', 2) as integer)",
  `create or replace macro csv_double(number) as case
    when not isfinite(number) then null
    when number = trunc(number) and abs(number) < 1e15 then cast(cast(number as bigint) as varchar)
    when abs(number) >= 1e16 and abs(number) < 1e21 then concat(
        case when number < 0 then '-' else '' end,
        rpad(csv_digits(cast(number as varchar)), csv_exponent(cast(number as varchar)) + 1, '0')
    )
    when abs(number) < 1e-4 and abs(number) >= 1e-6 then concat(
        case when number < 0 then '-0.' else '0.' end,
        repeat('0', -csv_exponent(cast(number as varchar)) - 1),
        csv_digits(cast(number as varchar))
    )
    else regexp_replace(regexp_replace(cast(number as varchar), '\\.0$', ''), 'e-0', 'e-')
  end`,
  `create or replace macro csv_instant(instant) as case
    when microsecond(instant) % 1000000 = 0 then strftime(instant, '%Y-%m-%dT%H:%M:%S')
    else rtrim(strftime(instant, '%Y-%m-%dT%H:%M:%S.%f'), '0')
  end || 'Z'`,
  // See OWASP on CSV injection. Some spreadsheets trim a text before they look at how it begins.
  `create or replace macro csv_harmless(text) as case
    when regexp_matches(text, '^[\\t\\r\\n]|^\\s*[=+\\-@\\x{FF1D}\\x{FF0B}\\x{FF0D}\\x{FF20}]') then concat('''', text)
    else text
  end`,
];

/** A column as CSV text, under its own name. Texts that a spreadsheet takes for formulas get an apostrophe unless raw. */
export function csvCell({ name, type }: Column, { isRaw }: { isRaw: boolean }): string {
  const column = identifier(name);
  return `${cellText(column, type, isRaw)} as ${column}`;
}

function cellText(column: string, type: string, isRaw: boolean): string {
  const isoDate = literal("%Y-%m-%d");
  if (/^(?:FLOAT|DOUBLE|DECIMAL\b.*)$/.test(type)) return `csv_double(cast(${column} as double))`;
  if (type === "DATE") return `strftime(${column}, ${isoDate})`;
  if (type === "TIMESTAMP") return `csv_instant(${column})`;
  if (type === "TIMESTAMP WITH TIME ZONE") return `csv_instant(${column} at time zone 'UTC')`;
  if (/^(?:STRUCT|MAP)|\]$/.test(type)) return `cast(to_json(${column}) as varchar)`;
  const text = `cast(${column} as varchar)`;
  return type === "VARCHAR" && !isRaw ? `csv_harmless(${text})` : text;
}
