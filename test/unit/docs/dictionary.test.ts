import { expect, test } from "vitest";

import { entryFor, parseDictionary } from "../../../src/lib/dictionary.ts";
import { idleEntries, missingEntries } from "../../docs/dictionary.ts";
import { entryFaults, namesIn, needlessEntries } from "../../docs/entry-faults.ts";
import { parseFunctions } from "../../docs/functions.ts";
import { readSqlReference } from "../../helpers/reference-docs.ts";

test("the dictionary has a sound line for every column of every relation, and none to spare", async () => {
  const { dictionary, columns, functions } = await readSqlReference();
  expect(columns.size).toBeGreaterThan(90);
  expect(missingEntries(dictionary, columns)).toStrictEqual([]);
  expect(idleEntries(dictionary, columns)).toStrictEqual([]);
  expect(needlessEntries(dictionary, columns)).toStrictEqual([]);
  expect(dictionary.flatMap((entry) => entryFaults(entry, dictionary, columns))).toStrictEqual([]);
  expect(functions.filter(({ meaning }) => meaning === "")).toStrictEqual([]);
});

const head = "column,unit,adds_up,meaning,formula,null_when,source\n";
const read = (...lines: readonly string[]) => parseDictionary(`${head}${lines.join("\n")}\n`);
const columns = new Map([
  [
    "gold.a",
    [
      { name: "loss_s", type: "DOUBLE" },
      { name: "part_ratio", type: "DOUBLE" },
    ],
  ],
  ["gold.ab", [{ name: "loss_s", type: "DOUBLE" }]],
]);
const lossS = "loss_s,s,yes,Time lost.,,,";
const partRatio = "part_ratio,ratio,no,Share of it.,,,";

test("the most particular line counts", () => {
  const dictionary = read(lossS, "gold.a*.loss_s,s,yes,Of both.,,,", "gold.a.loss_s,s,yes,Of one.,,,");
  const meaning = (relation: string) => entryFor(dictionary, relation, "loss_s")?.meaning;
  expect([meaning("gold.a"), meaning("gold.ab"), meaning("gold.b")]).toStrictEqual([
    "Of one.",
    "Of both.",
    "Time lost.",
  ]);
});

test("a column without a line, a line without a column, and a line twice are told", () => {
  expect(missingEntries(read(lossS), columns)).toStrictEqual(["gold.a.part_ratio"]);
  expect(idleEntries(read(lossS, partRatio, "gone_s,s,yes,Gone.,,,"), columns)).toStrictEqual(["gone_s"]);
  expect(idleEntries(read(lossS, partRatio, lossS), columns)).toContain("loss_s");
  const repeated = read(lossS, partRatio, "gold.a.loss_s,s,yes,Time lost.,,,");
  expect(needlessEntries(repeated, columns)).toStrictEqual(["gold.a.loss_s"]);
});

test.each([
  [lossS, []],
  ["loss_s,ms,yes,Time lost.,,,", ["loss_s: its unit is ms, which its name does not say"]],
  ["loss_s,,yes,Time lost.,,,", ["loss_s: it has no unit"]],
  ["loss_s,s,,Time lost.,,,", ["loss_s: it does not say whether it adds up"]],
  ["loss_s,s,maybe,Time lost.,,,", ["loss_s: adds_up is maybe"]],
  ["loss_s,s,yes,time lost,,,", ["loss_s: its meaning is no sentence"]],
  ["part_ratio,ratio,yes,Share of it.,,,", ["part_ratio: ratio does not add up"]],
  [
    "part_ratio,ratio,no,Share of it.,loss_s / whole_s,,",
    ["part_ratio: it names whole_s, which is no column of gold.a"],
  ],
  [
    "part_ratio,ratio,no,Share of it.,sum(gold.ab.gain_s),,",
    ["part_ratio: it names gold.ab.gain_s, which is no column of gold.ab"],
  ],
  [
    "loss_s,s,within part_ratio,Time lost.,,,",
    ["loss_s: it names part_ratio, which is no column of gold.ab"],
  ],
])("%s", (line, faults) => {
  const dictionary = read(line);
  expect(dictionary.flatMap((entry) => entryFaults(entry, dictionary, columns))).toStrictEqual(faults);
});

test("texts, numbers and functions are no names", () => {
  expect(namesIn("sum(gold.a.x_ms) filter (where gold.a.b = 'some text') / 1e3 + 2.5 * y_s")).toStrictEqual([
    "gold.a.x_ms",
    "gold.a.b",
    "y_s",
  ]);
});

test("a function without a meaning is told, a meaning without a function is refused", () => {
  const macro = "create macro twice(x) as\n    x * 2;\n";
  expect(parseFunctions(macro, "function,meaning\n")).toStrictEqual([
    { name: "twice", parameters: "x", expression: "x * 2", meaning: "" },
  ]);
  expect(() => parseFunctions(macro, "function,meaning\nthrice,Three times.\n")).toThrow(
    "no such function: thrice",
  );
});
