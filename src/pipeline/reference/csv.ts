import { isUtf8 } from "node:buffer";

import { CsvError, parse, type InfoField, type InfoRecord, type Options } from "csv-parse/sync";

import { createLocator, lineStarts, type Place } from "./places.ts";

export interface CsvRecord {
  /** Without surrounding blanks. */
  readonly fields: readonly string[];
  /** The line on which the record begins. */
  readonly line: number;
  /** Where a field begins; costs a second reading of the record, so ask only for faults. */
  readonly placeOf: (field: number) => Place;
}

interface CsvProblem extends Place {
  readonly message: string;
}

export interface CsvFile {
  /** Lines with no value left out; up to the first error of syntax. */
  readonly records: readonly CsvRecord[];
  readonly problems: readonly CsvProblem[];
  /** Whether the file was read to its end. */
  readonly isComplete: boolean;
}

const blanks = new Set([0x20, 0x09]);
const blanksAndLineEnds = new Set([...blanks, 0x0a, 0x0d]);

/** The lines whose bytes are not UTF-8, with the place of the first such character. */
function encodingProblems(bytes: Buffer): readonly CsvProblem[] {
  if (isUtf8(bytes)) return [];
  const starts = lineStarts(bytes);
  return starts.flatMap((start, index) => {
    const line = bytes.subarray(start, starts[index + 1]);
    if (isUtf8(line)) return [];
    const column = Array.from(line.toString().replace(/^\ufeff/, "")).indexOf("\ufffd") + 1;
    return { line: index + 1, column, message: "not UTF-8: save the file as UTF-8 (in Excel: CSV UTF-8)" };
  });
}

const notText = "not a text file: save it as CSV in UTF-8";
const closedEarly =
  "a closing quote must be followed by a comma or the end of the line; write a quote inside a value twice";

const explanations: ReadonlyMap<string, string> = new Map([
  ["CSV_QUOTE_NOT_CLOSED", "the double quote that opens here is never closed"],
  ["CSV_INVALID_CLOSING_QUOTE", closedEarly],
  ["CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE", closedEarly],
  [
    "INVALID_OPENING_QUOTE",
    "a double quote inside a value: put the whole value in quotes and write this one twice",
  ],
]);

const format = {
  max_record_size: 0,
  record_delimiter: ["\r\n", "\n", "\r"],
  relax_column_count: true,
  skip_empty_lines: true,
  trim: true,
} satisfies Options;

function skip(bytes: Buffer, from: number, skipped: ReadonlySet<number>): number {
  let offset = from;
  while (skipped.has(bytes[offset] ?? -1)) offset += 1;
  return offset;
}

/** Where the fields of `bytes` begin, and the one at which the syntax fails: the parser tells only where fields end. */
function fieldOffsets(bytes: Buffer): readonly number[] {
  const offsets: number[] = [];
  let end = 0;
  const onField = (text: string, { index, bytes: delimiterOffset }: InfoField) => {
    offsets.push(skip(bytes, end, index === 0 ? blanksAndLineEnds : blanks));
    end = delimiterOffset + 1;
    return text;
  };
  try {
    parse(bytes, { ...format, cast: onField });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    offsets.push(skip(bytes, end, blanksAndLineEnds));
  }
  return offsets;
}

/** Reads comma-separated text in UTF-8, with the place of every field in the file. */
export function readCsv(source: Buffer): CsvFile {
  const bytes = Buffer.from(new TextDecoder().decode(source));
  const locator = createLocator(bytes);
  if (bytes.includes(0)) {
    const place = locator.placeOf(bytes.indexOf(0));
    return { records: [], problems: [{ ...place, message: notText }], isComplete: false };
  }
  const records: CsvRecord[] = [];
  let end = 0;
  const onRecord = (record: readonly string[], context: InfoRecord) => {
    const start = end;
    end = context.bytes;
    const fields = record.map((text) => text.trim());
    if (fields.every((text) => text === "")) return null;
    const placeOf = (field: number) => {
      const offsets = fieldOffsets(bytes.subarray(start, context.bytes));
      return locator.placeOf(start + (offsets[field] ?? 0));
    };
    records.push({ fields, line: locator.lineOf(skip(bytes, start, blanksAndLineEnds)), placeOf });
    return null;
  };
  const problems = encodingProblems(source);
  try {
    parse(bytes, { ...format, on_record: onRecord });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const place = locator.placeOf(end + (fieldOffsets(bytes.subarray(end)).at(-1) ?? 0));
    const message = explanations.get(error.code) ?? error.message;
    return { records, problems: [...problems, { ...place, message }], isComplete: false };
  }
  return { records, problems, isComplete: true };
}
