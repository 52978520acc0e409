import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ask, startServer } from "../helpers/postgres.ts";
import { median } from "./median.ts";
import { runChild } from "./run-child.ts";
import { withWideGold } from "./wide-gold.ts";

/**
 * `npm run bench:publish -- [--rows 10000000] [--runs 1]`: a first publication of so many rows of fact_oee against
 * psql's \copy of the same rows, in turn and on the same server. The floor is hard: \copy reads a ready file of the very
 * text that it sends, into a table of the same columns without a key, an index or a foreign key, where the publication
 * reads Parquet, looks up keys, and has all of these in the end. A tenth of the rows is also copied into a table with the
 * keys of the facts, as whoever fills them by hand would: for comparison, it is no target. Needs psql (Debian: postgresql-client). Exit code 1 where
 * a target is missed.
 */

const directory = mkdtempSync(join(tmpdir(), "indkpi-bench-"));
const server = await startServer();
const rateLimit = 0.5;
const peakLimitMb = 1000;

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
}

function psql(url: string, command: string): number {
  const started = performance.now();
  const { status, stderr } = spawnSync("psql", [url, "-qc", command], { encoding: "utf8" });
  if (status !== 0) throw new Error(`psql ${command}: ${stderr}`);
  return (performance.now() - started) / 1000;
}

const keyedTable = `do $$ declare definition text; begin
    create table public.keyed (like indkpi.fact_oee including all);
    for definition in
      select pg_get_constraintdef(oid) from pg_constraint where conrelid = 'indkpi.fact_oee'::regclass and contype = 'f'
    loop
      execute 'alter table public.keyed add ' || definition;
    end loop;
  end $$`;

try {
  const rows = option("rows", 10_000_000);
  await withWideGold(directory, rows, async () => {});
  const once = (url: string) =>
    runChild(join(import.meta.dirname, "publish-once.ts"), [directory, String(rows), url]);
  const ratios: number[] = [];
  const peaks: number[] = [];
  for (let run = 0; run < option("runs", 1); run += 1) {
    const url = server.url(await server.createDatabase());
    const first = await once(url);
    const second = await once(url);
    const file = join(directory, "facts.tsv");
    psql(url, `\\copy indkpi.fact_oee to '${file}'`);
    psql(url, "create table public.bare as select * from indkpi.fact_oee limit 0");
    psql(url, "checkpoint");
    const floor = psql(url, `\\copy public.bare from '${file}'`);
    psql(url, keyedTable);
    spawnSync("sh", ["-c", `head -n ${rows / 10} '${file}' > '${file}.tenth'`]);
    const keyed = psql(url, `\\copy public.keyed from '${file}.tenth'`);
    rmSync(file);
    rmSync(`${file}.tenth`);
    const [counted] = await ask(url, "select count(*)::int as rows from indkpi.fact_oee");
    if (counted?.["rows"] !== rows) throw new Error(`${String(counted?.["rows"])} rows arrived`);
    psql(url, "drop table public.bare, public.keyed; drop schema gold, indkpi cascade");
    const rate = (seconds: number): string => `${seconds.toFixed(1)} s  ${Math.round(rows / seconds)} rows/s`;
    console.log(`\\copy, bare table    ${rate(floor)}`);
    console.log(`\\copy, with its keys  ${Math.round(rows / 10 / keyed)} rows/s`);
    console.log(`first publication    ${rate(first.wallS)}  ${Math.round(first.peakRssMb)} MB`);
    console.log(`nothing to publish   ${second.wallS.toFixed(1)} s  ${Math.round(second.peakRssMb)} MB`);
    ratios.push(floor / first.wallS);
    peaks.push(first.peakRssMb, second.peakRssMb);
  }
  const rate = median(ratios);
  const peak = Math.max(...peaks);
  console.log(
    `rate against \\copy   ${rate.toFixed(2)}  >= ${rateLimit}  ${rate >= rateLimit ? "ok" : "MISSED"}`,
  );
  console.log(
    `peak MB              ${Math.round(peak)}  <= ${peakLimitMb}  ${peak <= peakLimitMb ? "ok" : "MISSED"}`,
  );
  if (rate < rateLimit || peak > peakLimitMb) process.exitCode = 1;
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}
