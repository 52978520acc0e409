import type { Database } from "../engine/database.ts";
import type { StagedBuild } from "./build.ts";
import { runChecks, type CheckResult } from "./check.ts";
import { addDays, type Stretch } from "./days.ts";
import type { Graph } from "./graph.ts";
import type { Check } from "./project.ts";

interface StagedChecks extends StagedBuild {
  readonly graph: Graph;
  readonly relations: readonly string[];
}

/** So many days around the changed ones are looked at too, for checks compare days of UTC with days of production. */
const marginDays = 3;

/** Runs the checks on a build before anyone else sees it: on the days that changed, and the few checks of the whole. */
export async function checkStaged(
  database: Database,
  checks: readonly Check[],
  { built, bindAll, relations }: StagedChecks,
): Promise<readonly CheckResult[]> {
  const days = built.flatMap(({ changedDays }) => changedDays).filter((day) => day !== "");
  const bound = new Set(relations);
  const run = (some: readonly Check[]): Promise<CheckResult[]> =>
    runChecks(database, some, (relation) => bound.has(relation));
  const [from, to] = [days.toSorted()[0], days.toSorted().at(-1)];
  if (from === undefined || to === undefined) {
    await bindAll(() => undefined);
    return await run(checks);
  }
  const around: Stretch = { from: addDays(from, -marginDays), to: addDays(to, marginDays) };
  const inner: Stretch = { from: addDays(from, -1), to: addDays(to, 1) };
  await bindAll((relation) => (relation.startsWith("gold.") ? inner : around));
  const local = await run(checks.filter(({ isOfWhole }) => !isOfWhole));
  await bindAll(() => undefined);
  const whole = await run(checks.filter(({ isOfWhole }) => isOfWhole));
  return [...local, ...whole];
}
