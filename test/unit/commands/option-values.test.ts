import { expect, test } from "vitest";

import { productionSpan } from "../../../src/commands/option-values.ts";
import { memoryBytes, timeoutMs } from "../../../src/commands/statement-options.ts";
import { declaredParameters, givenParameters } from "../../../src/pipeline/questions/parameters.ts";

test.each([
  ["2026-01-05", { first: "2026-01-05", last: "2026-01-05", shift: undefined }],
  ["2026-01-05..2026-01-11", { first: "2026-01-05", last: "2026-01-11", shift: undefined }],
  ["2026-01-05/early", { first: "2026-01-05", last: "2026-01-05", shift: "early" }],
  ["2026-01-05..2026-01-11/night/2", { first: "2026-01-05", last: "2026-01-11", shift: "night/2" }],
])("%s is a period", (text, period) => {
  expect(productionSpan("from", text)).toEqual(period);
});

test.each([
  "",
  "today",
  "2026-02-30",
  "2026-01-05/",
  "2026-01-06..2026-01-05",
  "2026-01-05..2026-01-06..2026-01-07",
])("%j is none", (text) => {
  expect(() => productionSpan("from", text)).toThrow(/--from/);
});

test("sizes and seconds", () => {
  expect([memoryBytes(undefined), memoryBytes("2GB"), memoryBytes("500 mb"), memoryBytes("1.5GiB")]).toEqual([
    undefined,
    2e9,
    5e8,
    1.5 * 2 ** 30,
  ]);
  for (const text of ["", "2", "2XB", "-1GB", "1MB", "GB", "1e3GB"]) {
    expect(() => memoryBytes(text), text).toThrow(/--memory-limit takes a size/);
  }
  expect([timeoutMs(0), timeoutMs(0.5), timeoutMs(60)]).toEqual([0, 500, 60_000]);
  for (const seconds of [-1, Number.NaN, 1e9]) expect(() => timeoutMs(seconds)).toThrow(/--timeout/);
});

const header = `-- How?
--! param: rows integer = 10, how many to show, at most
--! param: machine_id text = null, one machine only
--! param: day date, the day
select 1
--! param: late text = null, not in the header
`;

test("a header declares parameters, and what is given fills them", () => {
  expect(declaredParameters(header)).toEqual([
    { name: "rows", type: "integer", otherwise: "10", meaning: "how many to show, at most" },
    { name: "machine_id", type: "text", otherwise: null, meaning: "one machine only" },
    { name: "day", type: "date", otherwise: undefined, meaning: "the day" },
  ]);
  expect(givenParameters(header, ["day=2026-01-05", "machine_id=a=b"])).toEqual([
    { name: "rows", type: "integer", value: "10" },
    { name: "machine_id", type: "text", value: "a=b" },
    { name: "day", type: "date", value: "2026-01-05" },
  ]);
  expect(() => givenParameters(header, [])).toThrow("the parameter day must be given");
  expect(() => givenParameters(header, ["day=2026-01-05", "row=1"])).toThrow("there is no parameter row");
  expect(() => givenParameters("select 1", ["=1"])).toThrow("--param takes name=value");
  expect(givenParameters("select $a", ["$a=1", "a=2"])).toEqual([{ name: "a", type: "text", value: "2" }]);
  expect(() => declaredParameters("--! param: rows int = 1, how many\nselect 1")).toThrow("cannot be read");
});
