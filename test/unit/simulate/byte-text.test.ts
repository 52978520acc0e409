import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createByteText } from "../../../src/simulate/byte-text.ts";

function written(write: (out: ReturnType<typeof createByteText>) => void): string {
  const out = createByteText(16);
  write(out);
  return Buffer.from(out.take()).toString("utf8");
}

describe("bytes are what the language would have written", () => {
  test("of any text", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), (texts) => {
        expect(written((out) => texts.forEach(out.text))).toBe(texts.join(""));
      }),
    );
  });

  test("of whole numbers", () => {
    for (const value of [0, 9, 10, 99, 100, 65_535, 2 ** 31, 999_999_999_999, 2 ** 53 - 1]) {
      expect(written((out) => out.integer(value))).toBe(String(value));
    }
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        expect(written((out) => out.integer(value))).toBe(String(value));
      }),
    );
  });

  test("of decimals, to within their last digit", () => {
    for (const digits of [1, 3, 4] as const) {
      fc.assert(
        fc.property(fc.double({ min: -1e10, max: 1e10, noNaN: true }), (value) => {
          const text = written((out) => out.decimal(value, digits));
          expect(text).toMatch(new RegExp(`^-?\\d+\\.\\d{${digits}}$`));
          expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(0.5001 * 10 ** -digits + 1e-5);
        }),
      );
    }
    expect(written((out) => out.decimal(0.05, 1))).toBe("0.1");
    expect(written((out) => out.decimal(-0.00001, 3))).toBe("0.000");
    expect(written((out) => out.decimal(1e20, 1))).toBe("100000000000000000000.0");
  });
});

test("what is cut is given back and no longer there", () => {
  const out = createByteText(4);
  out.text("kept ");
  const from = out.length();
  out.text("größer");
  expect(out.cut(from)).toBe("größer");
  out.text("end");
  expect(Buffer.from(out.take()).toString("utf8")).toBe("kept end");
  expect(out.length()).toBe(0);
});
