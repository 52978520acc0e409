import { tmpdir } from "node:os";
import { join } from "node:path";

import { withDatabase, type Database } from "../../../src/engine/database.ts";

/** A database for one test, gone with it. */
export function inMemory<T>(work: (database: Database) => Promise<T>): Promise<T> {
  return withDatabase({ spillDirectory: join(tmpdir(), "indkpi-test-spill") }, work);
}
