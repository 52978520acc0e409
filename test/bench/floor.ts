import { DuckDBInstance } from "@duckdb/node-api";

/** The floor to measure against: a bare COPY of the file by DuckDB, types given, nothing checked, nothing kept beside. */

const [input = "", output = ""] = process.argv.slice(2);
const text = [
  "machine_id",
  "event_type",
  "event_id",
  "product_id",
  "order_id",
  "operator_id",
  "state",
  "reason_code",
];
const columns = [
  "'ts': 'TIMESTAMPTZ'",
  ...[...text, "unit_id", "characteristic", "verdict"].map((name) => `'${name}': 'VARCHAR'`),
  ...["seq", "good", "scrap", "rework", "total_count", "scrap_count"].map((name) => `'${name}': 'BIGINT'`),
  ...["cycle_s", "temperature_c", "vibration_mm_s", "power_kw", "energy_kwh", "health_index"].map(
    (name) => `'${name}': 'DOUBLE'`,
  ),
  ...["measured", "lower_limit", "upper_limit"].map((name) => `'${name}': 'DOUBLE'`),
  "'at': 'TIMESTAMPTZ'",
];

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
await connection.run(
  `copy (from read_ndjson('${input}', columns = {${columns.join(", ")}})) to '${output}' (format parquet, compression zstd)`,
);
connection.closeSync();
instance.closeSync();
