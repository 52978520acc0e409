import type { Snapshot } from "../data/snapshots.ts";
import { baseRequests, screenRequests } from "../shared/requests.ts";
import { defaultRoute, usualDays } from "../shared/route.ts";
import type { AnswerCache } from "./answers.ts";

/** Finds what the first screen asks before anyone asks it: the first question of its kind takes longest. */
export async function warm(cache: AnswerCache, snapshot: Snapshot): Promise<void> {
  for (const { name, parameters } of baseRequests) await cache.find(snapshot, name, parameters);
  const { rows } = await snapshot.query("filters", {});
  const [first, last] = ["first_date", "last_date"].map(
    (wanted) => rows.find(([kind]) => kind === wanted)?.[1],
  );
  if (typeof first !== "string" || typeof last !== "string") return;
  for (const { name, parameters } of screenRequests(defaultRoute({ first, last, days: usualDays }))) {
    await cache.find(snapshot, name, parameters);
  }
}
