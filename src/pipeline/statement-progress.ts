import type { Database } from "../engine/database.ts";
import { withSettings } from "../engine/settings.ts";
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
  if (!effects.hasProgress) return await work();
  const progress = startProgress({ label, total: 100, unit: "%", effects });
  const timer = setInterval(() => {
    const share = database.progress();
    if (share !== null) progress.set(Math.floor(share * 100));
  }, pollMs);
  try {
    // Counting has a cost of its own: some hundredths of a build.
    return await withSettings(database, { enable_progress_bar: "true" }, work);
  } finally {
    clearInterval(timer);
    progress.finish();
  }
}
