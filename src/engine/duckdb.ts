import { createRequire } from "node:module";

import type * as DuckDB from "@duckdb/node-api";

/**
 * The driver. Not by `import`, for Node then reads every file of the package a second time to learn its names, and
 * loading it takes twice as long: 0.15 s of every command.
 */
export const duckdb: typeof DuckDB = createRequire(import.meta.url)("@duckdb/node-api");
