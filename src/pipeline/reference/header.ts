import type { CsvRecord } from "./csv.ts";
import { quote, type Fault } from "./faults.ts";
import { didYouMean } from "./nearest.ts";
import type { TableSpec } from "./spec.ts";
import { fileOf } from "./table.ts";

/** The header's faults; a header that shares no name with the contract is one fault. */
export function checkHeader(spec: TableSpec, { fields, placeOf }: CsvRecord): readonly Fault[] {
  const allowed = spec.columns.map((column) => column.name);
  const faultOf = (field: number, columnName: string | null, message: string): Fault => ({
    file: fileOf(spec),
    ...placeOf(field),
    columnName,
    message,
  });

  if (!fields.some((name) => allowed.includes(name))) {
    const isOther = fields.length === 1 && /[;\t]/.test(fields[0] ?? "");
    const noHeader = `no header: expected ${allowed.join(",")}`;
    return [faultOf(0, null, isOther ? "fields must be separated by commas" : noHeader)];
  }
  const surplus = fields.flatMap((name, index) => {
    if (name === "") {
      return [faultOf(index, null, `field ${index + 1} of the header is empty: every column needs a name`)];
    }
    if (!allowed.includes(name)) {
      const expected = `allowed are ${allowed.join(", ")}${didYouMean(name, allowed)}`;
      return [faultOf(index, name, `unknown column ${quote(name)}: ${expected}`)];
    }
    return fields.indexOf(name) < index ? [faultOf(index, name, `column ${name} appears twice`)] : [];
  });
  const missing = spec.columns.filter((column) => column.isRequired && !fields.includes(column.name));
  return [...surplus, ...missing.map(({ name }) => faultOf(0, name, `column ${name} is missing`))];
}
