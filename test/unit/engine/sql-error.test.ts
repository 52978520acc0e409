import { expect, test } from "vitest";

import type { Database } from "../../../src/engine/database.ts";
import { parseSelect } from "../../../src/engine/select.ts";
import { sqlError, sqlErrorAt } from "../../../src/engine/sql-error.ts";
import type { UserError } from "../../../src/lib/errors.ts";
import { inMemory } from "./in-memory.ts";

const file = "sql/gold/x.sql";

/** The failure of a statement, as a user sees it. */
async function failureOf(database: Database, sql: string, [prefix, suffix] = ["", ""]): Promise<UserError> {
  const failure: unknown = await database.rows(`${prefix}${sql}${suffix}`).then(
    () => "it ran",
    (thrown: unknown) => thrown,
  );
  return sqlError(failure, { file, sql, prefixLength: prefix.length });
}

const unknownColumn =
  'Binder Error: Referenced column "nope" not found in FROM clause!\nCandidate bindings: "a"';

test("a fault on the first line", async () => {
  await inMemory(async (database) => {
    await database.run("create table t(a int)");
    const { message, code, hint } = await failureOf(database, "select nope from t");
    expect(message).toBe(`sql/gold/x.sql:1:8: ${unknownColumn}\n  1 | select nope from t\n             ^`);
    expect({ code, hint }).toStrictEqual({
      code: "SQL_FAILED",
      hint: "mend sql/gold/x.sql and run the command again",
    });
  });
});

const filler = Array.from({ length: 60 }, (_, index) => `a as column_${index}`).join(", ");

/** `§` marks where the fault is, and is taken out before the statement runs. */
const places: readonly (readonly [what: string, marked: string])[] = [
  ["in the middle of a file", "select\n    a,\n    §nope\nfrom t\nwhere a > 0"],
  ["on the last line", "select a\nfrom t\nwhere §nope = 1"],
  ["after windows line ends", "select\r\n    a,\r\n    §nope\r\nfrom t"],
  ["far to the right of a long line", `select ${filler}, §nope, ${filler} from t`],
  ["in the same words a second time", `select ${filler}, ${filler}, ${filler}, §nope from t`],
  ["after tabs", "select a,\n\t\ta +\t§nope\nfrom t"],
  ["after letters of two bytes", "select 'äöü' as x, §nope from t"],
  ["after wide characters", "select '日本😀' as x, §nope from t"],
  ["after such characters on other lines", "select -- 日本\n'ä', -- 😀\n§nope from t"],
  ["in a function that does not exist", "select a,\n    §no_such(a)\nfrom t"],
  ["in a table that does not exist", "select 1\nfrom t, §gold.no_such"],
  ["in the syntax", "select a\nfrom t\nwhere a §a"],
  ["in the syntax after wide characters", "select '日本😀ä',\n'日' a §b\nfrom t"],
];

test.each(places)("a fault %s is found, whatever the runner puts around the text", async (_, marked) => {
  const sql = marked.replace("§", "");
  const before = marked.slice(0, marked.indexOf("§")).split("\n");
  const column = Array.from(before.at(-1) ?? "").length + 1;
  await inMemory(async (database) => {
    await database.run("create table t as select 1 as a");
    for (const around of [
      ["", ""],
      ["select * from (", "\n) as s limit 1"],
      ["copy (select * from (", "\n)) to '/dev/null'"],
      ["create view v as ", ""],
    ]) {
      const { message } = await failureOf(database, sql, around);
      expect(message).toContain(`sql/gold/x.sql:${before.length}:${column}: `);
      const whole = sql.split("\n")[before.length - 1]?.trimEnd() ?? "";
      const shown = message.split("\n").at(-2)?.replaceAll("…", "") ?? "";
      const isLong = whole.length > 200;
      expect(isLong ? whole : `  ${before.length} | ${whole}`).toContain(
        isLong ? shown.slice(`  ${before.length} | `.length) : shown,
      );
    }
  });
});

test("of a very long line only the surroundings of the fault are shown, with the caret under it", async () => {
  await inMemory(async (database) => {
    const sql = `select '日',\t${"1, ".repeat(500)}nope${", 1".repeat(500)}`;
    const { message } = await failureOf(database, sql);
    const [said, shown, caret] = message.split("\n").slice(-3);
    expect(said).toContain("sql/gold/x.sql:1:1513: ");
    expect(shown).toBe(`  1 | …${"1, ".repeat(20)}nope${", 1".repeat(18)}, …`);
    expect(caret).toBe(`${" ".repeat(6 + 1 + 60)}^`);
  });
});

test("the beginning of a very long line is shown from its first character, tabs as one blank", async () => {
  await inMemory(async (database) => {
    const { message } = await failureOf(database, `select '日',\tnope${", 1".repeat(500)}`);
    expect(message.split("\n").slice(-2)).toEqual([
      `  1 | select '日', nope${", 1".repeat(18)}, …`,
      `${" ".repeat(6 + 13)}^`,
    ]);
  });
});

test("the caret stands under the fault: tabs stay tabs, wide characters take two columns", async () => {
  await inMemory(async (database) => {
    await database.run("create table t(a int)");
    const { message } = await failureOf(database, "select\n\t'日本',\tnope from t");
    // Gutter of six, tab, six columns for '日本' with its quotes, one for the comma, tab.
    expect(message.split("\n").at(-1)).toBe(`${" ".repeat(6)}\t${" ".repeat(7)}\t^`);
  });
});

test("the list of candidate functions is left out", async () => {
  await inMemory(async (database) => {
    const { message } = await failureOf(database, "select sum(varchar 'a')");
    expect(message).toBe(
      "sql/gold/x.sql:1:8: Binder Error: No function matches the given name and argument types 'sum(VARCHAR)'. " +
        "You might need to add explicit type casts.\n  1 | select sum(varchar 'a')\n             ^",
    );
  });
});

test("a value that cannot be converted is shown in its place", async () => {
  await inMemory(async (database) => {
    const { message } = await failureOf(database, "select\n    cast('x' as int)");
    expect(message).toBe(
      "sql/gold/x.sql:2:5: Conversion Error: Could not convert string 'x' to INT32\n  2 |     cast('x' as int)\n          ^",
    );
  });
});

test("a failure while running that has no place is told without one", async () => {
  await inMemory(async (database) => {
    const { message } = await failureOf(database, "select\n    error('out of ideas')");
    expect(message).toBe("sql/gold/x.sql: Invalid Input Error: out of ideas");
  });
});

test("a place in the runner's own words is not shown in the file", async () => {
  await inMemory(async (database) => {
    const { message } = await failureOf(database, "select 1", ["select nope from (", ")"]);
    expect(message).toMatch(/^sql\/gold\/x.sql: Binder Error: .*nope/);
  });
});

test("the cause is kept for --debug", async () => {
  await inMemory(async (database) => {
    const { cause } = await failureOf(database, "select nope");
    expect(cause).toBeInstanceOf(Error);
  });
});

test("what the parser refuses is shown in its place", async () => {
  await inMemory(async (database) => {
    const sql = "select 'ä'\nfrom t\nwhere 日 本 x";
    const outcome = await parseSelect(database, sql);
    if (outcome.kind !== "refused") throw new Error("it was parsed");
    const { message, code } = sqlErrorAt(outcome.message, outcome.position, { file, sql });
    expect(message).toBe(
      'sql/gold/x.sql:3:9: syntax error at or near "本"\n  3 | where 日 本 x\n               ^',
    );
    expect(code).toBe("SQL_REFUSED");
  });
});

test("what is refused as a whole has no place", () => {
  const { message } = sqlErrorAt("expected exactly one SELECT statement", null, {
    file,
    sql: "select 1; select 2",
  });
  expect(message).toBe("sql/gold/x.sql: expected exactly one SELECT statement");
});
