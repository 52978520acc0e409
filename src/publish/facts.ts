import { engineVersion, literal, type Database } from "../engine/database.ts";
import { asText } from "../engine/values.ts";
import { ownsTable, withoutConstraints } from "./constraints.ts";
import { copyRows } from "./copy-rows.ts";
import type { LoadContext } from "./dimensions.ts";

/** The rows of one production date. */
interface DateContent {
  readonly dateKey: number;
  readonly rows: number;
  /** Equal ids, equal rows. */
  readonly contentId: string;
}

export interface FactPlan {
  readonly name: string;
  /** SELECT of its rows between `$first_date` and `$last_date`. */
  readonly select: string;
  /** All rows of Gold. */
  readonly rows: number;
  /** Dates to load. */
  readonly changed: readonly DateContent[];
  /** Dates that Gold no longer has. */
  readonly vanished: readonly number[];
  /** Whether no row that is there stays. */
  readonly isWhole: boolean;
}

/** Finds out which dates differ from what was loaded. Reads no fact of the database. */
export async function planFact(
  { database, client }: Pick<LoadContext, "database" | "client">,
  name: string,
  { select, isFullRefresh }: { readonly select: string; readonly isFullRefresh: boolean },
): Promise<FactPlan> {
  const given = await contentOf(database, ofDates(select, always));
  const { rows: found } = await client.query<{ date_key: number; content_id: string }>(
    "select date_key, content_id from indkpi.fact_content where relation = $1",
    [name],
  );
  const loaded = new Map(found.map((row) => [row.date_key, row.content_id]));
  const dates = new Set(given.map(({ dateKey }) => dateKey));
  const changed = given.filter(
    ({ dateKey, contentId }) => isFullRefresh || loaded.get(dateKey) !== contentId,
  );
  return {
    name,
    select,
    rows: total(given),
    changed,
    vanished: [...loaded.keys()].filter((dateKey) => !dates.has(dateKey)),
    isWhole: changed.length === given.length,
  };
}

/** Rows from which on the keys of a table are checked all at once. */
const defaultBulkRows = 100_000;

/**
 * Replaces the dates of a plan. They come by COPY into a table of their own and from there into the facts; where none
 * of the facts stays, there is nothing to spare and COPY fills the emptied table itself. Gives the rows written.
 */
export async function loadFact(
  context: LoadContext,
  plan: FactPlan,
  { bulkRows = defaultBulkRows }: { readonly bulkRows?: number | undefined } = {},
): Promise<number> {
  const { client } = context;
  const { name, changed, vanished, isWhole } = plan;
  if (changed.length === 0 && vanished.length === 0) return 0;
  const table = `indkpi.${name}`;
  const isBulk = total(changed) >= bulkRows && (await ownsTable(client, table));
  const written =
    isBulk && isWhole
      ? await withoutConstraints(client, table, async () => {
          await client.query(`truncate ${table}`);
          return await copyChanged(context, plan, table);
        })
      : await loadStaged(context, plan, { table, isBulk });
  await client.query("delete from indkpi.fact_content where relation = $1 and date_key = any($2)", [
    name,
    [...changed.map(({ dateKey }) => dateKey), ...vanished],
  ]);
  await client.query(
    `insert into indkpi.fact_content (relation, date_key, row_count, content_id)
    select $1, * from unnest($2::integer[], $3::bigint[], $4::text[])`,
    [
      name,
      changed.map(({ dateKey }) => dateKey),
      changed.map(({ rows }) => rows),
      changed.map(({ contentId }) => contentId),
    ],
  );
  return written;
}

async function loadStaged(
  context: LoadContext,
  plan: FactPlan,
  { table, isBulk }: { readonly table: string; readonly isBulk: boolean },
): Promise<number> {
  const { client } = context;
  const stage = `staged_${plan.name}`;
  await client.query(`create temporary table ${stage} (like ${table}) on commit drop`);
  const written = await copyChanged(context, plan, `pg_temp.${stage}`);
  const swap = async (): Promise<void> => {
    await client.query(`delete from ${table} where date_key = any($1)`, [
      [...plan.changed.map(({ dateKey }) => dateKey), ...plan.vanished],
    ]);
    await client.query(`insert into ${table} select * from pg_temp.${stage}`);
  };
  await (isBulk ? withoutConstraints(client, table, swap) : swap());
  return written;
}

async function copyChanged(
  { database, client, effects }: LoadContext,
  { select, changed, isWhole }: FactPlan,
  table: string,
): Promise<number> {
  const batches = inBatches(changed).map((dates) => {
    const dateKeys = dates.map(({ dateKey }) => dateKey);
    const between = ofDates(select, {
      first: dateOf(Math.min(...dateKeys)),
      last: dateOf(Math.max(...dateKeys)),
    });
    return {
      select: isWhole
        ? between
        : `select * from (${between}\n) as star_rows where date_key in (${dateKeys.join(", ")})`,
      rows: total(dates),
    };
  });
  return await copyRows({ database, client }, batches, table, effects);
}

/** Rows from which on a batch takes no further date: some 50 MB of text. */
const batchRows = 250_000;

/** Dates that follow each other, in the order of time. */
function inBatches(dates: readonly DateContent[]): readonly (readonly DateContent[])[] {
  const batches: DateContent[][] = [];
  let rows = batchRows;
  for (const date of dates) {
    if (rows >= batchRows) {
      batches.push([]);
      rows = 0;
    }
    batches.at(-1)?.push(date);
    rows += date.rows;
  }
  return batches;
}

/** From the first to the last date, both included, as SQL. */
interface DateRange {
  readonly first: string;
  readonly last: string;
}

const always: DateRange = { first: "date '-infinity'", last: "date 'infinity'" };

function ofDates(select: string, { first, last }: DateRange): string {
  return select.replaceAll("$first_date", first).replaceAll("$last_date", last);
}

/** The date of a key such as 20260105, as SQL. */
function dateOf(dateKey: number): string {
  const digits = String(dateKey).padStart(8, "0");
  return `date '${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}'`;
}

/** Hashes of rows are combined so that their order does not matter. They differ between versions of DuckDB. */
async function contentOf(database: Database, select: string): Promise<readonly DateContent[]> {
  const rows = await database.rows(
    `select
      date_key,
      count(*) as row_count,
      concat(${literal(engineVersion)}, ':', bit_xor(hash(row_hash)), ':', sum(cast(row_hash as hugeint))) as content_id
    from (select date_key, hash(star_rows) as row_hash from (${select}\n) as star_rows) as hashed
    group by date_key order by date_key`,
  );
  return rows.map((row) => ({
    dateKey: Number(row["date_key"]),
    rows: Number(row["row_count"]),
    contentId: asText(row["content_id"]),
  }));
}

function total(dates: readonly DateContent[]): number {
  return dates.reduce((sum, { rows }) => sum + rows, 0);
}
