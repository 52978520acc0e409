import { tmpdir } from "node:os";

import { double, sample } from "fast-check";
import { expect, test } from "vitest";

import { withDatabase } from "../../../src/engine/database.ts";
import { csvCell, csvFunctions } from "../../../src/pipeline/export/csv-cells.ts";

/** What the CSV cells of one column say, given SQL literals of its type. */
async function cells(type: string, literals: readonly string[], isRaw = false): Promise<readonly unknown[]> {
  return await withDatabase({ spillDirectory: tmpdir() }, async (database) => {
    for (const definition of csvFunctions) await database.run(definition);
    const values = literals.map((text, index) => `(${index}, cast(${text} as ${type}))`).join(", ");
    const cell = csvCell({ name: "value", type }, { isRaw });
    const rows = await database.rows(
      `select ${cell} from (values ${values}) as given(index, value) order by index`,
    );
    return rows.map((row) => row["value"]);
  });
}

test("a double is written as JavaScript writes it", async () => {
  const chosen = [0, -0, 1, -1, 0.1, 1 / 3, 0.00012345, 1e-5, -1.5e-6, 1e-6, 9.99e-7, 1e-7, -2.5e-10, 5e-324];
  const large = [
    1e15,
    999999999999999.9,
    1e16,
    -1.5e16,
    2 ** 53,
    2 ** 60,
    123456789012345680000,
    1e21,
    1.7e308,
  ];
  const random = sample(double({ noNaN: true, noDefaultInfinity: true }), { numRuns: 2000, seed: 1 });
  const ratios = sample(double({ min: 0, max: 100_000, noNaN: true }), { numRuns: 2000, seed: 2 });
  const numbers = [...chosen, ...large, ...random, ...ratios];
  const texts = await cells(
    "DOUBLE",
    numbers.map((number) => `'${number}'`),
  );
  expect(texts).toEqual(numbers.map(String));
});

test("what is no number is an empty cell, as it is null in a query", async () => {
  expect(await cells("DOUBLE", ["'nan'", "'inf'", "'-inf'", "null"])).toEqual([null, null, null, null]);
});

test("an instant is ISO text with Z and only the digits it has", async () => {
  const instants = [
    "'2026-01-05 06:00:00'",
    "'2026-01-05 06:00:00.25'",
    "'1969-12-31 23:59:59.000001'",
    "null",
  ];
  const expected = ["2026-01-05T06:00:00Z", "2026-01-05T06:00:00.25Z", "1969-12-31T23:59:59.000001Z", null];
  expect(await cells("TIMESTAMP", instants)).toEqual(expected);
  expect(await cells("TIMESTAMP WITH TIME ZONE", ["'2026-01-05 06:00:00+01'"])).toEqual([
    "2026-01-05T05:00:00Z",
  ]);
  expect(await cells("DATE", ["'2026-01-05'", "null"])).toEqual(["2026-01-05", null]);
});

test("a text that a spreadsheet would run gets an apostrophe, unless raw", async () => {
  const formulas = ["=1+1", "+49", "-5", "@home", "  =1", "\t=1", "\tx", "\rx", "\n=1", "＝1", "－1"];
  const literals = formulas.map((text) => `'${text}'`);
  expect(await cells("VARCHAR", literals)).toEqual(formulas.map((text) => `'${text}`));
  expect(await cells("VARCHAR", literals, true)).toEqual(formulas);
  const harmless = ["", " ", "a=b", "5-", "M-1", "'=1", "Tür", "x\ty"];
  expect(
    await cells(
      "VARCHAR",
      harmless.map((text) => `'${text.replaceAll("'", "''")}'`),
    ),
  ).toEqual(harmless);
  expect(await cells("DOUBLE", ["-5"])).toEqual(["-5"]);
});
