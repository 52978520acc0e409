import { expect, test } from "vitest";

import { messageOf } from "./plant-files.ts";

test("an unknown, a doubled, a nameless and a missing column are all told", async () => {
  const text = "site_id,timezone,site_id,,name\nS1,UTC,S1,,Works\n";
  expect(await messageOf({ "sites.csv": text })).toMatchInlineSnapshot(`
    "4 faults in the reference files
    reference/sites.csv:1:1: column time_zone is missing
    reference/sites.csv:1:9: unknown column "timezone": allowed are site_id, name, time_zone; did you mean time_zone?
    reference/sites.csv:1:18: column site_id appears twice
    reference/sites.csv:1:26: field 4 of the header is empty: every column needs a name"
  `);
});

test("column names are lower case", async () => {
  expect(await messageOf({ "products.csv": "product_id,Name\n" })).toMatchInlineSnapshot(`
    "1 fault in the reference files
    reference/products.csv:1:12: unknown column "Name": allowed are product_id, name; did you mean name?"
  `);
});

test("a file without a header is one fault, however many rows it has", async () => {
  expect(await messageOf({ "products.csv": "\nP1,Door\nP2\n" })).toMatchInlineSnapshot(`
    "1 fault in the reference files
    reference/products.csv:2:1: no header: expected product_id,name"
  `);
});

test.for([";", "\t"])("fields separated by %j are one fault", async (separator) => {
  const text = `product_id${separator}name\nP1${separator}"a,b",x\n`;
  expect(await messageOf({ "products.csv": text })).toBe(
    "1 fault in the reference files\nreference/products.csv:1:1: fields must be separated by commas",
  );
});

test("a misspelt validity column does not make rows overlap, nor a missing key rows dangle", async () => {
  const files = {
    "standards.csv": "machine_id,ideal_cycle_s,validfrom\nM1,10,2026-01-01\nM1,12,2026-06-01\n",
    "products.csv": "product,name\nP1,Door\n",
    "orders.csv": "order_id,product_id\nO1,P1\n",
  };
  expect(await messageOf(files)).toMatchInlineSnapshot(`
    "3 faults in the reference files
    reference/products.csv:1:1: unknown column "product": allowed are product_id, name; did you mean product_id?
    reference/products.csv:1:1: column product_id is missing
    reference/standards.csv:1:26: unknown column "validfrom": allowed are machine_id, product_id, ideal_cycle_s, valid_from, valid_to; did you mean valid_from?"
  `);
});

test("a row with too few or too many fields is one fault and its cells are not judged", async () => {
  const text = "calendar_id,shift_id,weekdays,starts_at,ends_at\nC1,early,Mon,Wed,06:00,14:00\nC1,late,Mon\n";
  expect(await messageOf({ "shifts.csv": text })).toMatchInlineSnapshot(`
    "2 faults in the reference files
    reference/shifts.csv:2:24: 6 fields, the header has 5: put a value that contains a comma in double quotes
    reference/shifts.csv:3:1: 3 fields, the header has 5"
  `);
});

test("required cells that are empty or blank are faults, optional ones are not", async () => {
  const text = 'machine_id,line_id,position\n,L1,1\n"  ",,2\nM3,,\n';
  expect(await messageOf({ "machines.csv": text })).toMatchInlineSnapshot(`
    "2 faults in the reference files
    reference/machines.csv:2:1: machine_id "": expected a value
    reference/machines.csv:3:1: machine_id "": expected a value"
  `);
});
