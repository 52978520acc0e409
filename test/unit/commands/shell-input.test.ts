import { expect, test } from "vitest";

import { completionsOf } from "../../../src/commands/shell-completion.ts";
import { inputReader } from "../../../src/commands/shell-input.ts";

const taken = (...lines: readonly string[]) => {
  const reader = inputReader();
  return { inputs: lines.flatMap((line) => reader.take(line)), rest: reader.rest() };
};
const statement = (sql: string) => ({ kind: "statement", sql });

test.each<[what: string, lines: readonly string[], inputs: readonly object[], rest: string]>([
  ["a statement on one line", ["select 1;"], [statement("select 1")], ""],
  ["two on one line", ["select 1; select 2;"], [statement("select 1"), statement("select 2")], ""],
  ["one over lines", ["select", "1", ";"], [statement("select\n1")], ""],
  ["one that has not ended", ["select 1"], [], "select 1\n"],
  [
    "semicolons in texts, names and comments",
    [`select ';', ";" -- ;`, "/* ; */;"],
    [statement(`select ';', ";" -- ;\n/* ; */`)],
    "",
  ],
  ["a text over lines", ["select 'a;", "b';"], [statement("select 'a;\nb'")], ""],
  ["a quote in a text", ["select 'it''s;';"], [statement("select 'it''s;'")], ""],
  ["a comment that hides the end", ["select 1 -- ;"], [], "select 1 -- ;\n"],
  ["dollar quotes", ["select $$ ; $$, $a$ ; $a$;"], [statement("select $$ ; $$, $a$ ; $a$")], ""],
  ["nothing", ["", ";", " ; ;", "-- only this"], [], ""],
  ["a command", [".format csv"], [{ kind: "command", name: "format", argument: "csv" }], ""],
  [
    "a command in capitals, with a semicolon",
    [" .SCHEMA gold.a ;"],
    [{ kind: "command", name: "schema", argument: "gold.a" }],
    "",
  ],
  ["a dot inside a statement", ["select 1", ".5;"], [statement("select 1\n.5")], ""],
])("%s", (_, lines, inputs, rest) => {
  expect(taken(...lines)).toEqual({ inputs, rest });
});

test("what was begun can be dropped", () => {
  const reader = inputReader();
  reader.take("select 'a");
  reader.clear();
  expect(reader.take("select 1;")).toEqual([statement("select 1")]);
});

const source = {
  relations: ["gold.fact_oee", "gold.oee_by_day", "silver.events"],
  commands: [".tables", ".schema", ".format"],
  columnsOf: (relation: string) =>
    Promise.resolve(relation === "gold.oee_by_day" ? ["oee", "oee_low", "production_date"] : ["machine_id"]),
};

test.each<[line: string, before: string, candidates: readonly string[]]>([
  ["select * from gold.oe", "", ["gold.oee_by_day"]],
  ["select * from GOLD.F", "", ["gold.fact_oee"]],
  ["select oee_ from gold.oee_by_day where oee", "", ["oee", "oee_low"]],
  ["where oee_", "select * from gold.oee_by_day\n", ["oee_low"]],
  ["select oee_", "", []],
  ["select d.prod from gold.oee_by_day as d where d.prod", "", ["d.production_date"]],
  ["sel", "", ["select"]],
  [".s", "", [".schema"]],
  [".schema gold.f", "", ["gold.fact_oee"]],
  [".format md", "", []],
  [".format ma", "", ["markdown"]],
])("%s is completed", async (line, before, candidates) => {
  expect((await completionsOf(line, before, source)).candidates).toEqual(candidates);
});
