import type { Database } from "../engine/database.ts";
import type { WorkEffects } from "../lib/effects.ts";
import { startProgress } from "../lib/progress.ts";

const pollMs = 200;

/** Shows how far the running statement is while `work` lasts. */
export async function withProgress<T>(
  database: Database,
  label: string,
  effects: WorkEffects,
  work: () => Promise<T>,
): Promise<T> {
  const progress = startProgress({ label, total: 100, unit: "%", effects });
  const timer = setInterval(() => {
    const share = database.progress();
    if (share !== null) progress.set(Math.floor(share * 100));
  }, pollMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    progress.finish();
  }
}
