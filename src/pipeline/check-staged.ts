import type { Database } from "../engine/database.ts";
import type { StagedBuild } from "./build.ts";
import { areBound, runCheck, type CheckResult } from "./check.ts";
import { addDays, type Stretch } from "./days.ts";
import { checkInputs, type Graph } from "./graph.ts";
import { runInLanes } from "./lanes.ts";
import type { Check } from "./project.ts";
import type { Lanes } from "./session.ts";

interface StagedChecks extends StagedBuild {
  readonly graph: Graph;
  readonly relations: readonly string[];
  /** Other work on the staged build, done beside the checks. */
  readonly besides: (database: Database) => Promise<void>;
}

/** So many days around the changed ones are looked at too, one in Gold, for checks compare days of UTC with days of production. */
const marginDays = 3;

/**
 * Runs the checks on a build before anyone else sees it, as many at a time as there are lanes: on the days that changed,
 * and the few checks of the whole. The results are in the order of the checks.
 */
export async function checkStaged(
  lanes: Lanes,
  checks: readonly Check[],
  { built, bind, relations, besides }: StagedChecks,
): Promise<readonly CheckResult[]> {
  const days = built.flatMap(({ changedDays }) => changedDays).filter((day) => day !== "");
  const bound = new Set(relations);
  const [from, to] = [days.toSorted()[0], days.toSorted().at(-1)];
  const stretchOf = (relation: string, { isOfWhole }: Check): Stretch | undefined => {
    if (from === undefined || to === undefined || isOfWhole) return undefined;
    const margin = relation.startsWith("gold.") ? 1 : marginDays;
    return { from: addDays(from, -margin), to: addDays(to, margin) };
  };
  const results = new Map<Check, CheckResult>();
  // Those of the whole last, so that a lane binds its relations twice at most.
  const inOrder = [...checks].toSorted((a, b) => Number(a.isOfWhole) - Number(b.isOfWhole));
  const run = async (database: Database, check: Check): Promise<void> => {
    const inputs = await checkInputs(database, check);
    if (!areBound(inputs, (relation) => bound.has(relation))) return;
    await bind(database, inputs, (relation) => stretchOf(relation, check));
    results.set(check, await runCheck(database, check));
  };
  const checking = inOrder.map((check) => (database: Database) => run(database, check));
  await runInLanes({
    tasks: new Map([besides, ...checking].map((task, index) => [String(index), task])),
    after: () => [],
    lanes,
    run: async (task, lane) => await task(await lane()),
  });
  return checks.flatMap((check) => results.get(check) ?? []);
}
