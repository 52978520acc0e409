/**
 * How DuckDB writes the files of Silver and Gold. Snappy, for with zstd it sets up and clears a context for each page,
 * which takes longer than to read a small table.
 */
export const partFormat = "format parquet, compression snappy, parquet_version v2";
