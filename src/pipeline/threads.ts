import type { Database } from "../engine/database.ts";

const threadsOf = new WeakMap<Database, "one" | "all">();

/**
 * Says how many threads a query may take, in all lanes of a session. DuckDB is told only where it is not so already:
 * threads that end give their memory back, which takes as long as a small table. So who needs another number asks for it,
 * and nobody puts back what was.
 */
export async function useThreads(database: Database, count: "one" | "all"): Promise<void> {
  if (count === (threadsOf.get(database) ?? "all")) return;
  threadsOf.set(database, count);
  await database.run(count === "one" ? "set threads = 1" : "reset threads");
}
