import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { sqlDirectory } from "../../src/lib/paths.ts";
import { runCli, temporaryWarehouse } from "../helpers/cli.ts";
import { build, speaker, writePlant } from "../helpers/plant.ts";
import { ask, startServer, type TestServer } from "../helpers/postgres.ts";
import { builtSmallPlant, publish, publishChanged, removeWarehouse, withGold } from "../helpers/publish.ts";

let server: TestServer;
let warehouse: string;
let url: string;

beforeAll(async () => {
  [server, warehouse] = await Promise.all([startServer(), builtSmallPlant()]);
  url = server.url(await server.createDatabase());
  await publish(warehouse, url);
});
afterAll(async () => {
  await server.stop();
  await removeWarehouse(warehouse);
});

type Row = Readonly<Record<string, unknown>>;

/** Values as both engines can say them: whole numbers as numbers, instants in milliseconds. */
function plain(row: Row): Row {
  const value = (each: unknown): unknown =>
    typeof each === "string" && /^\d{4}-\d\d-\d\dT/.test(each) ? Date.parse(each) : each;
  return Object.fromEntries(Object.entries(row).map(([name, each]) => [name, value(each)]));
}

/** In the order of all but their fractions, so that what differs by rounding stays side by side. */
function inOrder(rows: readonly Row[]): readonly Row[] {
  const key = (row: Row) =>
    JSON.stringify(
      Object.values(row).map((value) => (typeof value === "number" ? value.toPrecision(9) : value)),
    );
  return rows.map(plain).toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Every row of one as every row of the other; fractions may differ by `1e-12` of their size. */
function differences(given: readonly Row[], expected: readonly Row[]): readonly string[] {
  if (given.length !== expected.length) return [`${given.length} rows for ${expected.length}`];
  const ordered = inOrder(expected);
  return inOrder(given).flatMap((row, index) =>
    Object.entries(ordered[index] ?? {}).flatMap(([name, value]) => {
      const other = row[name];
      const isNear =
        typeof value === "number" && typeof other === "number"
          ? Math.abs(value - other) <= 1e-12 * Math.max(1, Math.abs(value))
          : value === other;
      return isNear ? [] : [`${name}: ${String(other)} for ${String(value)}`];
    }),
  );
}

async function jsonRows(sql: string): Promise<readonly Row[]> {
  const rows = await ask(url, `select to_json(asked) as answer from (${sql}\n) as asked`);
  return rows.map(({ answer }) => (typeof answer === "object" && answer !== null ? { ...answer } : {}));
}

test("every relation has the rows that DuckDB has, every ratio to 1e-12", async () => {
  await withGold(warehouse, async (database, relations) => {
    const models = await readdir(join(sqlDirectory(), "gold"));
    const ratios = models.filter((file) => /^(?:oee_|losses_)/.test(file));
    expect(ratios.length).toBeGreaterThan(30);
    expect(relations).toEqual(
      expect.arrayContaining(ratios.map((file) => `gold.${file.replace(".sql", "")}`)),
    );
    for (const relation of relations) {
      const sql = `select * from ${relation}`;
      expect.soft(differences(await jsonRows(sql), await database.rows(sql)), relation).toEqual([]);
    }
  });
});

test("a difference would be seen", () => {
  const rows = [{ machine_id: "a", oee: 0.5 }];
  expect(differences(rows, [{ machine_id: "a", oee: 0.5 + 1e-13 }])).toEqual([]);
  expect(differences(rows, [{ machine_id: "a", oee: 0.5 + 3e-12 }])).toHaveLength(1);
  expect(differences(rows, [{ machine_id: "b", oee: 0.5 }])).toEqual(["machine_id: a for b"]);
  expect(differences(rows, [])).toEqual(["1 rows for 0"]);
});

test.each(["oee_by_machine", "oee_by_day", "losses_breakdown"])(
  "the question %s has the same answer there, word for word the same SQL",
  async (name) => {
    const sql = await readFile(join(sqlDirectory(), "analytics", `${name}.sql`), "utf8");
    await withGold(warehouse, async (database) => {
      const expected = await database.rows(sql);
      expect(expected.length).toBeGreaterThan(2);
      expect(differences(await jsonRows(sql), expected)).toEqual([]);
    });
  },
);

/** Which version of every row is there: nothing that was written again keeps it. */
async function rowVersions(): Promise<readonly Row[]> {
  const tables = await ask(
    url,
    "select relname from pg_class where relnamespace = 'indkpi'::regnamespace and relkind = 'r' order by relname",
  );
  const parts = tables.map(
    ({ relname }) =>
      `select '${String(relname)}' as relation, xmin::text, ctid::text, to_jsonb(t)->>'date_key' as date_key from indkpi.${String(relname)} as t`,
  );
  return await ask(url, `${parts.join(" union all ")} order by 1, 2, 3`);
}

test("a second load writes nothing", async () => {
  const before = await rowVersions();
  expect(before.length).toBeGreaterThan(400);
  const { byTable, stderr } = await publish(warehouse, url);
  expect(Object.values(byTable).map(({ written, removed, dates }) => [written, removed, dates ?? 0])).toEqual(
    Array.from({ length: 10 }, () => [0, 0, 0]),
  );
  expect(stderr).toMatch(/^nothing has changed \(.*\)\n$/);
  expect(await rowVersions()).toEqual(before);
});

test("a full refresh writes all facts anew, and they are the same", async () => {
  const sql =
    "select * from indkpi.fact_oee order by date_key, machine_key, shift_key, hour_start_at, product_key, order_key";
  const before = await ask(url, sql);
  const { byTable } = await publish(warehouse, url, "--full-refresh");
  expect(byTable["fact_oee"]?.written).toBe(byTable["fact_oee"]?.rows);
  expect(byTable["dim_machine"]?.written).toBe(0);
  expect(await ask(url, sql)).toEqual(before);
});

test("a day that changed is loaded, the others are not touched; with bulk loading too", async () => {
  const at = speaker("press", "2026-02-02");
  for (const [index, bulkRows] of [1_000_000, 1].entries()) {
    const before = await rowVersions();
    await writePlant(warehouse, {}, { [`late-${index}.ndjson`]: [at("08:40", { good: 3 + index })] });
    await build(warehouse);
    const { tables } = await publishChanged(warehouse, url, { bulkRows });
    const facts = Object.fromEntries(tables.map(({ table, dates }) => [table, dates]));
    expect(facts).toMatchObject({ fact_oee: 1, fact_loss: 0, fact_failure: 0, fact_scrap: 0 });
    const kept = (rows: readonly Row[]) =>
      rows.filter(({ relation, date_key }) => relation !== "fact_content" && date_key !== "20260202");
    expect(kept(await rowVersions())).toEqual(kept(before));
  }
  const good = await ask(
    url,
    "select sum(good_qty)::int as good from gold.fact_oee where machine_id = 'press' and production_date = '2026-02-02'",
  );
  // 40 + 7 and 30, 50, 12; three units of which one was scrapped later; three and four late ones.
  expect(good).toEqual([{ good: 47 + 30 + 50 + 12 + 2 + 7 }]);
});

const constraintsSql = `select conrelid::regclass::text as relation, conname, contype::text as kind, convalidated,
    pg_get_constraintdef(oid) as definition
  from pg_constraint where connamespace = 'indkpi'::regnamespace order by 1, 2`;

test("foreign keys, primary keys and comments are there, and after a bulk load again", async () => {
  const before = await ask(url, constraintsSql);
  const count = (kind: string) => before.filter((row) => row["kind"] === kind).length;
  // oee 5, loss 4, failure 4, scrap 6; ten star tables and two of the loader's own.
  expect([count("f"), count("p")]).toEqual([19, 12]);
  const bulk = server.url(await server.createDatabase());
  await publishChanged(warehouse, bulk, { bulkRows: 1 });
  expect(await ask(bulk, constraintsSql)).toEqual(before);
  const facts =
    "select * from gold.fact_oee order by machine_id, production_date, shift_id, hour_start_at, product_id, order_id";
  expect(await ask(bulk, facts)).toEqual(await ask(url, facts));

  const bare = await ask(
    bulk,
    `select attrelid::regclass::text as relation, attname from pg_attribute
    inner join pg_class on pg_attribute.attrelid = pg_class.oid
    where relnamespace in ('indkpi'::regnamespace, 'gold'::regnamespace) and relkind in ('r', 'v')
      and attnum >= 0 and not attisdropped
      and (col_description(attrelid, attnum) is null or obj_description(attrelid) is null)`,
  );
  expect(bare).toEqual([]);
  const [comment] = await ask(
    bulk,
    "select col_description('gold.oee_by_machine_day'::regclass, attnum) as text from pg_attribute where attrelid = 'gold.oee_by_machine_day'::regclass and attname = 'availability'",
  );
  expect(comment?.["text"]).toMatch(/^Share of planned production time in which the machine ran/);
});

test("nothing but whole numbers is stored, so no ratio is", async () => {
  const stored = await ask(
    url,
    "select distinct data_type from information_schema.columns where table_schema = 'indkpi' and table_name like 'fact\\_%' order by 1",
  );
  expect(stored.map((row) => row["data_type"])).toEqual([
    "bigint",
    "boolean",
    "integer",
    "text",
    "timestamp with time zone",
  ]);
});

test("a member keeps its key when it is renamed, and goes when Gold has it no more", async () => {
  const own = await temporaryWarehouse();
  const target = server.url(await server.createDatabase());
  const at = speaker("M1");
  const products = (...rows: readonly Readonly<Record<string, string>>[]) =>
    writePlant(
      own,
      { products: rows },
      { "events.ndjson": [at("06:00", "RUNNING"), at("07:00", { good: 1 })] },
    );
  await products({ product_id: "A", name: "Door" }, { product_id: "B", name: "Hood" });
  await build(own);
  await publish(own, target);
  const sql = "select product_key, product_id, name from indkpi.dim_product order by product_key";
  const first = await ask(target, sql);
  expect(first).toEqual([
    { product_key: 0, product_id: null, name: "unknown" },
    { product_key: 1, product_id: "A", name: "Door" },
    { product_key: 2, product_id: "B", name: "Hood" },
  ]);
  await products({ product_id: "B", name: "Bonnet" });
  await build(own);
  const { byTable } = await publish(own, target);
  expect(byTable["dim_product"]).toEqual({ rows: 1, written: 1, removed: 1, dates: null });
  expect(byTable["fact_oee"]?.written).toBe(0);
  expect(await ask(target, sql)).toEqual([first[0], { product_key: 2, product_id: "B", name: "Bonnet" }]);
  // No product was named: the fact has the unknown one, and Gold's null.
  expect(await ask(target, "select distinct product_key from indkpi.fact_oee")).toEqual([{ product_key: 0 }]);
  expect(await ask(target, "select distinct product_id from gold.fact_oee")).toEqual([{ product_id: null }]);
});

test("texts arrive as they are, whatever is in them, but NUL as its sign", async () => {
  const own = await temporaryWarehouse();
  const target = server.url(await server.createDatabase());
  const hostile = [
    `it's "M"; drop schema indkpi cascade; --`,
    "\\N",
    "\\.",
    "tab\tline\nreturn\rback\\slash",
    "=cmd|' /C calc'!A0",
    "\u202emirrored\u200f",
    "日本 🏭",
    "$$ {{x}} %s",
    "nul\u0000nul",
  ];
  const events = hostile.flatMap((machine, index) => {
    const at = speaker(machine);
    const fields = { product_id: `p${machine}`, order_id: `o${machine}` };
    return [
      at("06:00", "RUNNING", fields),
      at("07:00", { scrap: 1 + index, reason_code: `s${machine}` }),
      at("07:10", "FAILURE", { reason_code: `r${machine}` }),
      at("07:20", "RUNNING"),
    ];
  });
  await writePlant(own, {}, { "events.ndjson": events });
  await build(own);
  await publish(own, target);
  const shown = hostile.map((text) => text.replace("\u0000", "\u2400"));
  const rows = await ask(
    target,
    "select machine_id, product_id, order_id, reason_code, scrap_qty::int as scrap from gold.fact_scrap order by scrap_qty",
  );
  expect(rows).toEqual(
    shown.map((text, index) => ({
      machine_id: text,
      product_id: `p${text}`,
      order_id: `o${text}`,
      reason_code: `s${text}`,
      scrap: index + 1,
    })),
  );
  const failures = await ask(target, "select reason_code from gold.fact_failure");
  expect(failures.map((row) => String(row["reason_code"])).toSorted()).toEqual(
    shown.map((text) => `r${text}`).toSorted(),
  );
  expect(Object.values((await publish(own, target)).byTable).map(({ written }) => written)).toEqual(
    Array.from({ length: 10 }, () => 0),
  );
});

test("a warehouse that is not built is refused and leaves nothing; one without data gives an empty schema", async () => {
  const own = await temporaryWarehouse();
  const target = server.url(await server.createDatabase());
  const { code, stdout, stderr } = await runCli(["publish", "postgres", "--warehouse", own, "--url", target]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^error: gold\.\w+ is not built yet\nhint: run: indkpi gold\n$/);
  const schemas = "select nspname from pg_namespace where nspname in ('gold', 'indkpi')";
  expect(await ask(target, schemas)).toEqual([]);
  await build(own);
  const { byTable } = await publish(own, target);
  expect(byTable["fact_oee"]).toEqual({ rows: 0, written: 0, removed: 0, dates: 0 });
  expect(await ask(target, "select count(*)::int as n from gold.oee_by_machine")).toEqual([{ n: 0 }]);
});
