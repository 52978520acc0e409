import * as fc from "fast-check";
import { expect, test } from "vitest";

import { readCsv } from "../../../src/pipeline/reference/csv.ts";

const letters = fc.constantFrom("a", "ü", ",", '"', "\n", "\r\n", "\r", " ", "\t", ";", "😀");
const texts = fc
  .tuple(fc.constantFrom("", "\ufeff"), fc.array(letters, { maxLength: 40 }))
  .map(([mark, parts]) => mark + parts.join(""));

test("every field of any text begins where its place says", () => {
  fc.assert(
    fc.property(texts, (text) => {
      const lines = text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
      for (const { fields, placeOf } of readCsv(Buffer.from(text)).records) {
        for (const [index, value] of fields.entries()) {
          const { line, column } = placeOf(index);
          const rest = Array.from(lines[line - 1] ?? "").slice(column - 1);
          if (rest[0] !== '"') expect(rest.join("").startsWith(value)).toBe(true);
        }
      }
    }),
    { numRuns: 500, seed: 1 },
  );
});

test("values that are quoted as they should be come back whole", () => {
  const value = fc.stringMatching(/^[a-z",\n ]{0,8}$/).map((text) => `x${text}x`);
  const rows = fc.array(fc.array(value, { minLength: 1, maxLength: 4 }), { maxLength: 5 });
  fc.assert(
    fc.property(rows, (given) => {
      const csv = given
        .map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(","))
        .join("\r\n");
      const { records, problems } = readCsv(Buffer.from(csv));
      expect(problems).toEqual([]);
      expect(records.map((record) => record.fields)).toEqual(given);
    }),
    { numRuns: 300, seed: 1 },
  );
});
