import { expect, test } from "vitest";

import { inMemory } from "../engine/in-memory.ts";
import { sqlFiles, type SqlFile } from "./sql-files.ts";
import { maxLines, maxWidth, shapeFaults, textFaults } from "./style-rules.ts";
import { selectNode } from "./syntax-tree.ts";

/** PostgreSQL's own, and questions and checks, are of any shape. */
const modelFolders = new Set(["bronze", "silver", "gold"]);

test("every file under sql/ keeps the layout and the header", () => {
  const files = sqlFiles();
  expect(files.length).toBeGreaterThan(50);
  const faults = files.flatMap((file) => textFaults(file).map((fault) => `${file.path}: ${fault}`));
  expect(faults).toStrictEqual([]);
});

test("every model is CTEs up to final, or a SELECT from one relation", async () => {
  await inMemory(async (database) => {
    const faults: string[] = [];
    for (const { path, folder, sql } of sqlFiles()) {
      if (!modelFolders.has(folder)) continue;
      const found = shapeFaults(await selectNode(database, sql), sql);
      faults.push(...found.map((fault) => `${path}: ${fault}`));
    }
    expect(faults).toStrictEqual([]);
  });
});

const good = `-- One row per machine.
--! grain: machine_id
--! kind: view
--! version: 1
select machine_id from gold.dim_machine where name != 'A -- <> TAB'
`;
const file = (sql: string, path = "sql/gold/x.sql"): SqlFile => ({
  path,
  folder: path.split("/")[1] ?? "",
  sql,
});

test("a good file has no faults", () => {
  expect(textFaults(file(good))).toStrictEqual([]);
  expect(
    textFaults(file("-- It adds up.\n--! severity: warn\nselect 1\n", "sql/checks/adds_up.sql")),
  ).toStrictEqual([]);
  expect(textFaults(file("-- What was it?\nselect 1\n", "sql/analytics/what.sql"))).toStrictEqual([]);
});

test.each<[what: string, sql: string, fault: string]>([
  ["no sentence", good.replace("-- One row per machine.\n", ""), "it does not begin with a sentence"],
  ["a sentence without an end", good.replace("machine.", "machine"), "its first sentence does not end"],
  [
    "an unknown header line",
    good.replace("version", "partition"),
    "line 4: --! partition: 1 is unknown here",
  ],
  [
    "a header line of checks",
    good.replace("version: 1", "severity: warn"),
    "line 4: --! severity: warn is unknown here",
  ],
  ["an unknown value", good.replace("kind: view", "kind: macro"), "line 3: --! kind: macro is unknown here"],
  ["a header line too late", `${good}--! version: 2\n`, "line 6: --! version: 2 is not in the header"],
  ["upper-case keywords", good.replace("select", "SELECT"), "line 5 has SELECT in capitals"],
  [
    "upper-case names",
    good.replace("select machine_id", "select Machine_id"),
    "line 5 has Machine_id in capitals",
  ],
  ["the other unequal", good.replace("!=", "<>"), "line 5 writes <> for !="],
  ["a tab", good.replace("select ", "select\t"), "line 5 has a tab or carriage return"],
  ["windows line ends", good.replaceAll("\n", "\r\n"), "line 1 has a tab or carriage return"],
  ["blanks at an end", good.replace("select ", "select \n"), "line 5 ends in blanks"],
  ["a wide line", good.replace("'A ", `'${"ä".repeat(maxWidth)}`), `line 5 is ${maxWidth + 65} wide`],
  ["no line end", good.trimEnd(), "it does not end in one line end"],
  ["two line ends", `${good}\n`, "it does not end in one line end"],
  ["many lines", `${good}${"-- more\n".repeat(maxLines)}`, `${maxLines + 5} lines`],
])("%s is refused", (_, sql, fault) => {
  expect(textFaults(file(sql))).toContain(fault);
});

test("a file that is not lower_snake is refused", () => {
  expect(textFaults(file(good, "sql/gold/OeeByDay.sql"))).toStrictEqual(["a path that is not lower_snake"]);
});

test.each<[sql: string, faults: readonly string[]]>([
  ["select a from t where b = 1", []],
  [
    "with t as (select 1 as a), u as (select a from t), final as (select a from u)\n\nselect * from final\n",
    ["a CTE called t"],
  ],
  ["with u as (select 1 as a), final as (select a from u)\n\nselect * from final\n", []],
  [
    "with u as (select 1 as a)\n\nselect * from u\n",
    ["its last CTE is not final", "its last line is not select * from final"],
  ],
  ["with final as (select 1 as a)\n\nselect a from final\n", ["its last line is not select * from final"]],
  [
    "with final as (select 1 as a)\n\nselect * from final -- all\n",
    ["its last line is not select * from final"],
  ],
  ["with tmp as (select 1 as a), final as (select a from tmp)\nselect * from final", ["a CTE called tmp"]],
  ["select a from t inner join u on t.a = u.a", ["it is neither CTEs nor a SELECT from one relation"]],
  ["select a from (select a from t) as u", ["it is neither CTEs nor a SELECT from one relation"]],
  [
    "select a from t union all select a from u",
    ["it is neither CTEs nor a SELECT from one relation", "it ends in a set operation"],
  ],
])("%s", async (sql, faults) => {
  await inMemory(async (database) => {
    expect(shapeFaults(await selectNode(database, sql), sql)).toStrictEqual(faults);
  });
});
