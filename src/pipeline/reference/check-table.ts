import { checkCell } from "./cells.ts";
import type { CsvFile, CsvRecord } from "./csv.ts";
import type { Fault } from "./faults.ts";
import { checkHeader } from "./header.ts";
import type { TableSpec } from "./spec.ts";
import { faultAt, fileOf, type Layout, type Row, type Table } from "./table.ts";

interface CheckedTable {
  readonly table: Table;
  readonly faults: readonly Fault[];
}

const missingFile: CsvFile = { records: [], problems: [], isComplete: true };

function layoutOf(spec: TableSpec, header: readonly string[]): Layout {
  const fields = new Map<string, number>();
  for (const [index, name] of header.entries()) if (!fields.has(name)) fields.set(name, index);
  return { columns: new Map(spec.columns.map(({ name }, index) => [name, index])), fields };
}

/** The values of a record in contract order, and what is wrong with them by column. */
function readCells(spec: TableSpec, { fields }: CsvRecord, layout: Layout) {
  const messages = new Map<string, string>();
  const values = spec.columns.map(({ name, kind, isRequired }) => {
    const text = fields[layout.fields.get(name) ?? -1];
    if (text === undefined) return null;
    if (text === "") {
      if (isRequired) messages.set(name, "expected a value");
      return null;
    }
    const result = checkCell(kind, text);
    if (result.isValid) return result.value;
    messages.set(name, result.message);
    return null;
  });
  return { values, messages };
}

function misalignment(file: string, headerLength: number, { fields, placeOf }: CsvRecord): Fault {
  const counts = `${fields.length} ${fields.length === 1 ? "field" : "fields"}, the header has ${headerLength}`;
  const isLong = fields.length > headerLength;
  const advice = isLong ? ": put a value that contains a comma in double quotes" : "";
  return { file, ...placeOf(isLong ? headerLength : 0), columnName: null, message: `${counts}${advice}` };
}

/** Checks a file against its table, header and cells. No file at all is an empty table. */
export function checkTable(spec: TableSpec, csv: CsvFile | undefined): CheckedTable {
  const file = fileOf(spec);
  const { records, problems, isComplete } = csv ?? missingFile;
  const [header, ...body] = records;
  const headerFaults = header === undefined ? [] : checkHeader(spec, header);
  const layout = layoutOf(spec, header?.fields ?? []);
  const hasOtherFormat = header !== undefined && !header.fields.some((name) => layout.columns.has(name));
  const rows: Row[] = [];
  const table: Table = { spec, file, layout, isPresent: csv !== undefined, isComplete, rows };
  if (hasOtherFormat) return { table, faults: headerFaults };

  const faults: Fault[] = [
    ...problems.map((problem) => ({ file, ...problem, columnName: null })),
    ...headerFaults,
  ];
  const headerLength = header?.fields.length ?? 0;
  for (const record of body) {
    const { values, messages } = readCells(spec, record, layout);
    const isAligned = record.fields.length === headerLength;
    const isSound = isAligned && messages.size === 0 && headerFaults.length === 0;
    const row: Row = { layout, record, values, faulty: new Set(messages.keys()), isAligned, isSound };
    rows.push(row);
    if (isAligned) {
      for (const [column, message] of messages) faults.push(faultAt(table, row, column, message));
    } else faults.push(misalignment(file, headerLength, record));
  }
  return { table, faults };
}
