import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { readReference } from "../../../src/pipeline/reference/read.ts";
import { errorOf, messageOf, rowsOf, withDirectory } from "./plant-files.ts";

const bytes = (...parts: readonly (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from([part]))));

describe("what may be there", () => {
  test("an empty file and a header alone are empty tables", async () => {
    expect(await rowsOf("sites", { "sites.csv": "" })).toEqual([]);
    expect(await rowsOf("sites", { "sites.csv": "\n\n" })).toEqual([]);
    expect(await rowsOf("sites", { "sites.csv": "site_id,time_zone\n" })).toEqual([]);
  });

  test("files that are no CSV and hidden files are left alone", async () => {
    const files = { "README.md": "x", ".sites.csv": "x", "~$sites.csv": "x", "sites.csv.bak": "x" };
    expect(await rowsOf("sites", files)).toEqual([]);
  });

  test("an unknown CSV file is refused with the nearest name", async () => {
    expect(await messageOf({ "shift.csv": "x", "Sites.csv": "x", "plan.csv": "x" })).toMatchInlineSnapshot(`
      "3 faults in the reference files
      reference/Sites.csv: unknown file: expected one of sites.csv, lines.csv, machines.csv, products.csv, standards.csv, shifts.csv, breaks.csv, holidays.csv, planned_stops.csv, reasons.csv, orders.csv, targets.csv; did you mean sites.csv?
      reference/plan.csv: unknown file: expected one of sites.csv, lines.csv, machines.csv, products.csv, standards.csv, shifts.csv, breaks.csv, holidays.csv, planned_stops.csv, reasons.csv, orders.csv, targets.csv
      reference/shift.csv: unknown file: expected one of sites.csv, lines.csv, machines.csv, products.csv, standards.csv, shifts.csv, breaks.csv, holidays.csv, planned_stops.csv, reasons.csv, orders.csv, targets.csv; did you mean shifts.csv?"
    `);
  });

  test("a directory in place of a file and a file that cannot be read are faults", async () => {
    const message = await withDirectory({}, async (directory) => {
      await mkdir(join(directory, "sites.csv"));
      await symlink(join(directory, "gone.txt"), join(directory, "lines.csv"));
      return (await errorOf(directory)).message;
    });
    expect(message).toMatchInlineSnapshot(`
      "2 faults in the reference files
      reference/lines.csv: cannot be read (ENOENT)
      reference/sites.csv: is a directory, expected a file"
    `);
  });

  test("a file in place of the directory is a fault", async () => {
    const message = await withDirectory({}, async (directory) => {
      const path = join(directory, "reference");
      await writeFile(path, "");
      return (await errorOf(path)).message;
    });
    expect(message).toMatchInlineSnapshot(`
      "1 fault in the reference files
      reference: cannot be read (ENOTDIR)"
    `);
  });

  test("a missing directory is an empty plant with all twelve tables", async () => {
    const { tables } = await withDirectory({}, async (directory) => readReference(join(directory, "none")));
    expect([...tables.keys()].join(" ")).toBe(
      "sites lines machines products standards shifts breaks holidays planned_stops reasons orders targets",
    );
    expect([...tables.values()].every((table) => table.rows.length === 0)).toBe(true);
  });
});

describe("how it may be written", () => {
  test("a byte order mark, CRLF, blank lines and blanks around values do not matter", async () => {
    const text = '\ufeffsite_id, name ,time_zone\r\n\r\n S1 , "Works, north" ,UTC\r\n   \r\n,,\r\nS2,,UTC';
    expect(await rowsOf("sites", { "sites.csv": text })).toEqual([
      ["S1", "Works, north", "UTC"],
      ["S2", null, "UTC"],
    ]);
  });

  test("each row knows its line, after blank lines and values of several lines too", async () => {
    const text = 'site_id,name,time_zone\r\n\r\nS1,"two\r\nlines",UTC\r\nS2,"say ""hi""",UTC\r\n';
    const table = await withDirectory({ "sites.csv": text }, async (directory) =>
      (await readReference(directory)).tables.get("sites"),
    );
    expect(table).toEqual({
      name: "sites",
      columns: ["site_id", "name", "time_zone"],
      rows: [
        ["S1", "two\r\nlines", "UTC"],
        ["S2", 'say "hi"', "UTC"],
      ],
      lines: [3, 5],
    });
  });

  test("columns may stand in any order, and optional ones may be missing", async () => {
    const files = { "sites.csv": "time_zone,site_id\nUTC,S1\n" };
    expect(await rowsOf("sites", files)).toEqual([["S1", null, "UTC"]]);
  });

  test("line endings may be mixed", async () => {
    const files = { "products.csv": "product_id\r\nP1\nP2\rP3" };
    expect(await rowsOf("products", files)).toEqual([
      ["P1", null],
      ["P2", null],
      ["P3", null],
    ]);
  });

  test("a fault's column is where the field begins, in characters, wherever its lines break", async () => {
    const text = '\ufeffsite_id,name,time_zone\r\n\r\nS1,"Größe\r\nX, Y",  "Nowhere"\r\nÄÖ,,\r\n';
    expect(await messageOf({ "sites.csv": text })).toMatchInlineSnapshot(`
      "2 faults in the reference files
      reference/sites.csv:4:9: time_zone "Nowhere": expected an IANA time zone such as Europe/Berlin or UTC
      reference/sites.csv:5:5: time_zone "": expected a value"
    `);
  });
});

describe("broken text", () => {
  test("bytes that are not UTF-8 are told for each line", async () => {
    const csv = bytes("site_id,name,time_zone\nS1,M", 0xfc, "nchen,UTC\nS2,ok,UTC\nS3,K", 0xf6, "ln,UTC\n");
    expect(await messageOf({ "sites.csv": csv })).toMatchInlineSnapshot(`
      "2 faults in the reference files
      reference/sites.csv:2:5: not UTF-8: save the file as UTF-8 (in Excel: CSV UTF-8)
      reference/sites.csv:4:5: not UTF-8: save the file as UTF-8 (in Excel: CSV UTF-8)"
    `);
  });

  test("a UTF-16 file is one fault", async () => {
    const csv = Buffer.from("\ufeffsite_id,time_zone\nS1,UTC\n", "utf16le");
    expect(await messageOf({ "sites.csv": csv })).toMatchInlineSnapshot(`
      "1 fault in the reference files
      reference/sites.csv:1:4: not a text file: save it as CSV in UTF-8"
    `);
  });

  test("a quote that is never closed is told where it opens, and faults before it too", async () => {
    const text = 'site_id,name,time_zone\nS1,,Nowhere\nS2,"Works,UTC\nS3,,UTC\n';
    expect(await messageOf({ "sites.csv": text })).toMatchInlineSnapshot(`
      "2 faults in the reference files
      reference/sites.csv:2:5: time_zone "Nowhere": expected an IANA time zone such as Europe/Berlin or UTC
      reference/sites.csv:3:4: the double quote that opens here is never closed"
    `);
  });

  test.for([
    [
      'P1,12" rim',
      "4: a double quote inside a value: put the whole value in quotes and write this one twice",
    ],
    [
      'P1,"12" rim',
      "4: a closing quote must be followed by a comma or the end of the line; write a quote inside a value twice",
    ],
    [
      'P1,"12"rim',
      "4: a closing quote must be followed by a comma or the end of the line; write a quote inside a value twice",
    ],
  ])("a stray quote is a fault: %s", async ([row, expected]) => {
    const message = await messageOf({ "products.csv": `product_id,name\n${row}\n` });
    expect(message).toBe(`1 fault in the reference files\nreference/products.csv:2:${expected}`);
  });

  test("a file that breaks off does not make links to it dangle", async () => {
    const files = {
      "products.csv": 'product_id,name\nP1,"Door\n',
      "orders.csv": "order_id,product_id\nO1,P1\n",
    };
    expect(await messageOf(files)).toMatchInlineSnapshot(`
      "1 fault in the reference files
      reference/products.csv:2:4: the double quote that opens here is never closed"
    `);
  });
});
