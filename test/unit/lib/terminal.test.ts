import { expect, test } from "vitest";

import {
  cutToWidth,
  displayWidth,
  escapeControls,
  escapeControlsInLines,
} from "../../../src/lib/terminal.ts";

test.each([
  ["", 0],
  ["plain", 5],
  ["Grüße", 5],
  ["e\u0301", 1],
  ["工場", 4],
  ["👩‍🔧", 2],
  ["🇩🇪", 2],
  ["a\u200bb", 2],
])("%j takes %i columns", (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test("a text is cut between what a reader sees as characters", () => {
  expect(cutToWidth("machine", 7)).toBe("machine");
  expect(cutToWidth("machine", 6)).toBe("machi…");
  expect(cutToWidth("工場工場", 6)).toBe("工場…");
  expect(cutToWidth("👩‍🔧👩‍🔧👩‍🔧", 5)).toBe("👩‍🔧👩‍🔧…");
  expect(cutToWidth("ab", 1)).toBe("…");
});

test("control characters are shown; line breaks stay where lines are meant", () => {
  expect(escapeControls("a\tb\r\n\u0000\u007f\u2028")).toBe(String.raw`a\tb\r\n\x00\x7f\u2028`);
  expect(escapeControlsInLines("a\tb\r\n\u001b")).toBe("a\tb\\r\n\\x1b");
});
