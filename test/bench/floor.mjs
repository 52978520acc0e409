// The bare minimum that any ingest does: one file of JSON lines into one Parquet file, trusting every line.
// Plain JavaScript, so that no time goes into a loader.
import { DuckDBInstance } from "@duckdb/node-api";

const [input, output] = process.argv.slice(2);
const columns = {
  ts: "TIMESTAMP",
  machine_id: "VARCHAR",
  event_type: "VARCHAR",
  event_id: "VARCHAR",
  seq: "BIGINT",
  product_id: "VARCHAR",
  order_id: "VARCHAR",
  operator_id: "VARCHAR",
  state: "VARCHAR",
  reason_code: "VARCHAR",
  good: "BIGINT",
  scrap: "BIGINT",
  rework: "BIGINT",
  cycle_s: "DOUBLE",
  unit_id: "VARCHAR",
  total_count: "BIGINT",
  scrap_count: "BIGINT",
  temperature_c: "DOUBLE",
  vibration_mm_s: "DOUBLE",
  power_kw: "DOUBLE",
  energy_kwh: "DOUBLE",
  health_index: "DOUBLE",
  characteristic: "VARCHAR",
  measured: "DOUBLE",
  lower_limit: "DOUBLE",
  upper_limit: "DOUBLE",
  verdict: "VARCHAR",
  at: "TIMESTAMP",
};

const connection = await (await DuckDBInstance.create(":memory:")).connect();
const types = Object.entries(columns).map(([name, type]) => `'${name}': '${type}'`);
await connection.run(
  `copy (from read_ndjson('${input}', columns = {${types.join(", ")}})) to '${output}' (format parquet, compression zstd)`,
);
