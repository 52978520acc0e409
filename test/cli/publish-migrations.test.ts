import { afterAll, beforeAll, expect, test } from "vitest";

import type { GoldView } from "../../src/publish/gold-views.ts";
import type { StarSchema } from "../../src/publish/star-schema.ts";
import { ask, startServer, type TestServer } from "../helpers/postgres.ts";
import { builtSmallPlant, publishChanged, removeWarehouse } from "../helpers/publish.ts";

let server: TestServer;
let warehouse: string;

beforeAll(async () => {
  [server, warehouse] = await Promise.all([startServer(), builtSmallPlant()]);
});
afterAll(async () => {
  await server.stop();
  await removeWarehouse(warehouse);
});

/** The schema with one migration more. */
function withMigration(sql: string) {
  return (schema: StarSchema): StarSchema => ({
    ...schema,
    migrations: [...schema.migrations, { name: "v900_later", sql, contentId: `id of ${sql}` }],
  });
}

const facts = "select * from indkpi.fact_oee order by date_key, machine_key, shift_key, hour_start_at";
const history = "select name from indkpi.schema_history where name ~ '^v[0-9]' order by name";

test("a database of an older version gets the migrations it lacks, once, and keeps its facts", async () => {
  const url = server.url(await server.createDatabase());
  const older = await publishChanged(warehouse, url, {});
  expect(older.notes.join()).toMatch(/migrations applied: v001_dimensions, .*v004_gold_facts/);
  const before = await ask(url, facts);
  const schema = withMigration(
    "alter table indkpi.dim_order add column note text; update indkpi.dim_order set note = 'x'",
  );
  const newer = await publishChanged(warehouse, url, { schema });
  expect(newer.notes).toEqual(["migrations applied: v900_later"]);
  expect(newer.tables.map(({ written }) => written)).toEqual(Array.from({ length: 10 }, () => 0));
  expect(await ask(url, facts)).toEqual(before);
  expect(await ask(url, "select distinct note from indkpi.dim_order")).toEqual([{ note: "x" }]);
  expect((await publishChanged(warehouse, url, { schema })).notes).toEqual([]);
  expect((await ask(url, history)).map(({ name }) => name)).toEqual([
    "v001_dimensions",
    "v002_facts",
    "v003_gold",
    "v004_gold_facts",
    "v900_later",
  ]);
  await expect(publishChanged(warehouse, url, {})).rejects.toThrow(
    "the database has the migration v900_later, which this version does not know",
  );
  await expect(publishChanged(warehouse, url, { schema: withMigration("select 1") })).rejects.toThrow(
    "the migration v900_later is not the one that was applied to the database",
  );
});

test("a migration that fails leaves the database as it was", async () => {
  const url = server.url(await server.createDatabase());
  await publishChanged(warehouse, url, {});
  const schema = withMigration("drop table indkpi.fact_scrap cascade; select 1 / 0");
  await expect(publishChanged(warehouse, url, { schema })).rejects.toThrow(
    "PostgreSQL refused a statement: division by zero",
  );
  expect(await ask(url, "select to_regclass('indkpi.fact_scrap') is not null as is_there")).toEqual([
    { is_there: true },
  ]);
  expect(await ask(url, history)).toHaveLength(4);
});

test("views follow the models: in place where the columns stay, anew where they change", async () => {
  const url = server.url(await server.createDatabase());
  await publishChanged(warehouse, url, {});
  await ask(url, "create view public.mine as select production_date, oee from gold.oee_by_day");
  const edited = (from: string, to: string) => ({
    views: (views: readonly GoldView[]) =>
      views.map((view) => ({ ...view, sql: view.sql.replace(from, to) })),
  });
  const same = edited(
    "where scope = 'plant' and period = 'day'",
    "where scope = 'plant' and period = 'day' and true",
  );
  await publishChanged(warehouse, url, same);
  expect((await ask(url, "select * from public.mine")).length).toBeGreaterThan(1);
  const fewer = edited("    kwh_per_good_unit\nfrom", "    energy_kwh as energy_again_kwh\nfrom");
  await expect(publishChanged(warehouse, url, fewer)).rejects.toThrow(
    /cannot drop view oee_by_day .*view public\.mine depends on view oee_by_day/,
  );
  expect((await ask(url, "select * from public.mine")).length).toBeGreaterThan(1);
  await ask(url, "drop view public.mine");
  await publishChanged(warehouse, url, fewer);
  const columns = await ask(url, "select * from gold.oee_by_day limit 1");
  expect(Object.keys(columns[0] ?? {})).toContain("energy_again_kwh");
  expect(
    await ask(url, "select has_table_privilege('indkpi_reader', 'gold.oee_by_day', 'select') as can"),
  ).toEqual([{ can: true }]);
});
