import { existsSync } from "node:fs";
import { join } from "node:path";

import { literal, withDatabase, type Database } from "../../src/engine/database.ts";
import { emptyRelation } from "../../src/engine/select.ts";
import { sqlDirectory } from "../../src/lib/paths.ts";
import { prepareSession } from "../../src/pipeline/bind.ts";
import { loadProject } from "../../src/pipeline/project.ts";
import { publishedRelations } from "../../src/publish/star-schema.ts";
import { readSqlReference } from "../helpers/reference-docs.ts";

const machines = 200;
const products = 6;
const rowsPerDay = machines * 24 * products;
/** Of the generator alone. */
const memoryLimit = "1GB";
const measures = [
  ..."calendar_ms running_ms unscheduled_ms planned_stop_ms no_data_ms setup_ms breakdown_ms starved_ms blocked_ms".split(
    " ",
  ),
  ..."minor_stop_ms other_stop_ms overtime_ms total_qty good_qty scrap_qty rework_qty unrated_qty ideal_run_us".split(
    " ",
  ),
  ..."ideal_good_us failure_count repair_ms energy_j repaired_failure_count line_ideal_run_us line_ideal_good_us".split(
    " ",
  ),
  "line_unrated_qty",
];

/** A row a machine, hour and product, day by day as Gold keeps them; a third of the measures is not 0, as in a plant. */
function factsSql(rowCount: number): string {
  const digits = (name: string): number =>
    name.endsWith("_us") ? 3_600_000_000 : name.endsWith("_ms") ? 3_600_000 : 200;
  const figures = measures.map((name, index) =>
    index % 3 === 0
      ? `cast(hash(no, ${index}) % ${digits(name)} as bigint) as ${name}`
      : `cast(0 as bigint) as ${name}`,
  );
  const perMachine = 24 * products;
  return `select
      printf('MACHINE_%03d', no // ${perMachine} % ${machines}) as machine_id,
      date '2025-01-01' + cast(no // ${rowsPerDay} as integer) as production_date,
      case when no // ${products} % 24 < 14 then 'early' else 'late' end as shift_id,
      production_date + to_hours(cast(no // ${products} % 24 as integer)) as hour_start_at,
      printf('MODEL_%d', no % ${products}) as product_id,
      printf('PO_%05d', no // ${rowsPerDay} * ${products} + no % ${products}) as order_id,
      ${figures.join(",\n      ")},
      'L1' as line_id, 'A1' as area_id, 'S1' as site_id, 'press' as machine_type
    from range(${rowCount}) as numbers(no)`;
}

/** Opens a Gold of so many rows of fact_oee; the first time they are written to a file in the directory. */
export async function withWideGold<T>(
  directory: string,
  rowCount: number,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const path = join(directory, "fact_oee.parquet");
  const spillDirectory = join(directory, "spill");
  if (!existsSync(path)) {
    await withDatabase({ spillDirectory, memoryLimit }, (database) =>
      database.run(`copy (${factsSql(rowCount)}) to ${literal(path)} (compression zstd)`),
    );
  }
  const project = await loadProject(sqlDirectory());
  const { columns } = await readSqlReference();
  return await withDatabase({ spillDirectory }, async (database) => {
    await prepareSession(database, project.dialect);
    const filled: Readonly<Record<string, string>> = {
      "gold.fact_oee": `select * from ${literal(path)}`,
      "gold.dim_machine": `select distinct machine_id, line_id, '24h' as calendar_id, machine_id as name, false as is_constraint, false as is_output from ${literal(path)}`,
      "gold.dim_date": `select distinct production_date from ${literal(path)}`,
      "gold.dim_shift": "select '24h' as calendar_id, unnest(['early', 'late']) as shift_id",
      "gold.dim_product": `select distinct product_id, product_id as name from ${literal(path)}`,
      "gold.dim_order": `select distinct order_id, product_id from ${literal(path)}`,
    };
    for (const relation of publishedRelations) {
      const empty = emptyRelation(columns.get(relation) ?? []);
      const rows = filled[relation];
      // In a warehouse a dimension is a small file, not a question to the facts.
      const kind = relation === "gold.fact_oee" ? "view" : "table";
      await database.run(
        `create ${kind} ${relation} as ${empty}${rows === undefined ? "" : ` union all by name ${rows}`}`,
      );
    }
    return await work(database);
  });
}
