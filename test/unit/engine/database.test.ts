import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { identifier, literal, withDatabase, type Database } from "../../../src/engine/database.ts";
import { StatementFailure } from "../../../src/engine/statement-failure.ts";
import { inMemory } from "./in-memory.ts";

/** A place that is not there yet, in a folder that goes with the test. */
function spillPlace(): string {
  const state = join(temporaryFolder(), "state");
  mkdirSync(state);
  return join(state, "spill");
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "indkpi-database-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const endless = "select count(*) from range(100000000000) as a(n) where n % 7 = 3";

test.each(["it", "it's", "''", '"', "a\\nb", "two\nlines", "日本 😀", "; drop table x", "--", "$1 {x}", ""])(
  "%j is quoted as a value and as a name",
  async (text) => {
    await inMemory(async (database) => {
      expect(await database.rows(`select ${literal(text)} as v`)).toStrictEqual([{ v: text }]);
      // DuckDB has no name of no characters.
      if (text === "") return;
      expect(await database.rows(`select 1 as ${identifier(text)}`)).toStrictEqual([{ [text]: 1 }]);
    });
  },
);

test("the session is in UTC and downloads no extensions", async () => {
  await inMemory(async (database) => {
    const settings = await database.rows(
      `select name, value from duckdb_settings()
      where name in ('TimeZone', 'autoinstall_known_extensions', 'autoload_known_extensions') order by name`,
    );
    expect(settings).toStrictEqual([
      { name: "TimeZone", value: "UTC" },
      { name: "autoinstall_known_extensions", value: "false" },
      { name: "autoload_known_extensions", value: "false" },
    ]);
  });
});

test("parameters are values, whatever they hold", async () => {
  await inMemory(async (database) => {
    const rows = await database.rows("select $name::varchar as name, $n::int as n", {
      name: "it's; --",
      n: 3,
    });
    expect(rows).toStrictEqual([{ name: "it's; --", n: 3 }]);
  });
});

test("rows of text are loaded as they are, null apart from empty", async () => {
  await inMemory(async (database) => {
    await database.run("create schema reference; create table reference.t(a varchar, b varchar)");
    await database.appendText("reference", "t", [
      ["x'", null],
      ["", "日\n本"],
    ]);
    expect(await database.rows("from reference.t")).toStrictEqual([
      { a: "x'", b: null },
      { a: "", b: "日\n本" },
    ]);
  });
});

test("rows of text that do not fit their table are refused", async () => {
  await inMemory(async (database) => {
    await database.run("create schema reference; create table reference.t(a integer)");
    await expect(database.appendText("reference", "nope", [["x"]])).rejects.toThrow();
    await expect(database.appendText("reference", "t", [["x"]])).rejects.toThrow(
      "Could not convert string 'x' to INT32",
    );
  });
});

test("a refused statement is a StatementFailure, and the session goes on", async () => {
  await inMemory(async (database) => {
    await expect(database.run("select nope")).rejects.toBeInstanceOf(StatementFailure);
    await expect(database.rows("selec")).rejects.toThrow(/^Parser Error: syntax error at or near "selec"$/);
    expect(await database.rows("select 1 as n")).toStrictEqual([{ n: 1 }]);
  });
});

test("what it spills lies in a folder of its own, which goes at the end", async () => {
  const spillDirectory = spillPlace();
  await withDatabase({ spillDirectory, memoryLimit: "60MB", threads: 1 }, async (database) => {
    const [own = ""] = readdirSync(spillDirectory);
    expect(own).toMatch(new RegExp(`^${process.pid}-`));
    await database.run("create table t as select range as n, md5(range::varchar) as h from range(2000000)");
    expect(readdirSync(join(spillDirectory, own)).length).toBeGreaterThan(0);
  });
  expect(existsSync(spillDirectory)).toBe(false);
});

test("where there is no warehouse none is begun", async () => {
  const folder = temporaryFolder();
  await withDatabase({ spillDirectory: join(folder, "state", "spill") }, async (database) => {
    expect(await database.rows("select 1 as n")).toStrictEqual([{ n: 1 }]);
  });
  expect(readdirSync(folder)).toEqual([]);
});

test("two sessions of one process do not take away each other's folder", async () => {
  const spillDirectory = spillPlace();
  await withDatabase({ spillDirectory }, async () => {
    await withDatabase({ spillDirectory }, () => Promise.resolve());
    expect(readdirSync(spillDirectory)).toHaveLength(1);
  });
  expect(existsSync(spillDirectory)).toBe(false);
});

test("a throw closes it all the same and comes through", async () => {
  const spillDirectory = spillPlace();
  const boom = new Error("boom");
  let run: (() => Promise<void>) | undefined;
  const work = withDatabase({ spillDirectory }, (database) => {
    run = () => database.run("select 1");
    return Promise.reject(boom);
  });
  await expect(work).rejects.toBe(boom);
  expect(existsSync(spillDirectory)).toBe(false);
  await expect(run?.()).rejects.toThrow();
});

test("options that DuckDB refuses leave nothing behind", async () => {
  const spillDirectory = spillPlace();
  const work = withDatabase({ spillDirectory, memoryLimit: "much" }, () => Promise.resolve());
  await expect(work).rejects.toThrow();
  expect(existsSync(spillDirectory)).toBe(false);
});

test("where the warehouse cannot be written a reader still works", async () => {
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, "");
  const rows = await withDatabase({ spillDirectory: join(file, "spill") }, (database) =>
    database.rows("select 1 as n"),
  );
  expect(rows).toStrictEqual([{ n: 1 }]);
  expect(existsSync(join(file, "spill"))).toBe(false);
});

test("an abort stops the running statement and lets no further one begin", async () => {
  const controller = new AbortController();
  const reason = new Error("interrupted by hand");
  const spillDirectory = spillPlace();
  await withDatabase({ spillDirectory, signal: controller.signal }, async (database) => {
    const running = database.run(endless);
    setTimeout(() => controller.abort(reason), 50);
    await expect(running).rejects.toThrow("Interrupted!");
    await expect(database.run("select 1")).rejects.toBe(reason);
    await expect(database.rows("select 1")).rejects.toBe(reason);
  });
});

test("nothing is opened after an abort", async () => {
  const signal = AbortSignal.abort(new Error("too late"));
  const spillDirectory = spillPlace();
  const work = withDatabase({ spillDirectory, signal }, () => Promise.resolve("done"));
  await expect(work).rejects.toThrow("too late");
  expect(existsSync(spillDirectory)).toBe(false);
});

type Numbered = readonly [readonly [session: Database, number: 1], readonly [session: Database, number: 2]];

/** A database and a fork of it. */
async function withFork(work: (numbered: Numbered) => Promise<void>): Promise<void> {
  await inMemory(async (database) => {
    const fork = await database.fork();
    await work([
      [database, 1],
      [fork, 2],
    ]);
  });
}

test("a fork has relations, functions and temporary tables of its own, and the same settings", async () => {
  await withFork(async (numbered) => {
    const [[database], [fork]] = numbered;
    for (const [session, number] of numbered) {
      await session.run(`create schema silver; create view silver.v as select ${number} as n`);
      await session.run(`create macro m(x) as x * ${number}; create temp table t as select ${number} as n`);
    }
    await database.run("set preserve_insertion_order = false");
    const asked =
      "select v.n as view_n, t.n as table_n, m(10) as n, current_setting('preserve_insertion_order') as is_kept, current_setting('TimeZone') as zone from silver.v, t";
    expect(await database.rows(asked)).toStrictEqual([
      { view_n: 1, table_n: 1, n: 10, is_kept: false, zone: "UTC" },
    ]);
    expect(await fork.rows(asked)).toStrictEqual([
      { view_n: 2, table_n: 2, n: 20, is_kept: false, zone: "UTC" },
    ]);
    await database.run("drop schema silver cascade");
    expect(await fork.rows("select n from silver.v")).toStrictEqual([{ n: 2 }]);
    await fork.run("create table silver.w (name varchar)");
    await fork.appendText("silver", "w", [["a"], [null]]);
    expect(await fork.rows("select name from silver.w")).toStrictEqual([{ name: "a" }, { name: null }]);
    await expect(database.rows("select name from silver.w")).rejects.toThrow();
  });
});

test("forks run at the same time, and an abort stops them all", async () => {
  const controller = new AbortController();
  const reason = new Error("interrupted by hand");
  await withDatabase({ spillDirectory: spillPlace(), signal: controller.signal }, async (database) => {
    const [first, second] = await Promise.all([database.fork(), database.fork()]);
    const forks = [first, await second.fork()];
    const running = [database, ...forks].map((session) => session.run(endless));
    setTimeout(() => controller.abort(reason), 50);
    const ended = await Promise.allSettled(running);
    const failures = ended.map((one) => (one.status === "rejected" ? String(one.reason) : "it ended"));
    for (const failure of failures) expect(failure).toContain("Interrupted!");
    await expect(forks[1]?.run("select 1")).rejects.toBe(reason);
  });
});

test("a fork is closed with the first", async () => {
  let fork: Database | undefined;
  await inMemory(async (database) => {
    fork = await database.fork();
  });
  await expect(fork?.run("select 1")).rejects.toThrow();
});

test("a peer sees the relations of its session, a fork's peer those of the fork", async () => {
  await withFork(async (numbered) => {
    for (const [session, number] of numbered) {
      await session.run(`create schema gold; create table gold.t as select ${number} as n`);
      const [first, second] = await Promise.all([session.peer(), session.peer()]);
      expect(await first.rows("select n from gold.t")).toStrictEqual([{ n: number }]);
      await second.run("insert into gold.t values (7)");
      expect(await session.rows("select n from gold.t order by n")).toStrictEqual([{ n: number }, { n: 7 }]);
    }
  });
});

test("a kept statement answers anew each time: other parameters, other rows, columns without rows", async () => {
  await inMemory(async (database) => {
    await database.run("create table t (day date, qty bigint)");
    const kept = await database.keep("select qty, day from t where day >= cast($from as date) order by day");
    expect(await kept.ask({ from: "2026-01-05" })).toStrictEqual({ columns: ["qty", "day"], rows: [] });
    await database.run("insert into t values ('2026-01-05', 1), ('2026-01-06', 9007199254740993), (null, 3)");
    expect((await kept.ask({ from: "2026-01-05" })).rows).toStrictEqual([
      [1, "2026-01-05"],
      ["9007199254740993", "2026-01-06"],
    ]);
    expect((await kept.ask({ from: "2026-01-06" })).rows).toHaveLength(1);
    await expect(kept.ask({ from: "no day" })).rejects.toThrow("no day");
    expect((await kept.ask({ from: "2026-01-07" })).rows).toHaveLength(0);
    await expect(database.keep("select nothing from nowhere")).rejects.toThrow("nowhere");
  });
});
