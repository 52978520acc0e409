import type { Database } from "../engine/database.ts";
import type { StagedBuild } from "./build.ts";
import { runChecks, type CheckResult } from "./check.ts";
import { addDays, type Stretch } from "./days.ts";
import { checkInputs, type Graph } from "./graph.ts";
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
  { built, bind, relations }: StagedChecks,
): Promise<readonly CheckResult[]> {
  const days = built.flatMap(({ changedDays }) => changedDays).filter((day) => day !== "");
  const bound = new Set(relations);
  const run = async (
    some: readonly Check[],
    stretchOf: (relation: string) => Stretch | undefined,
  ): Promise<CheckResult[]> => {
    const inputs: string[] = [];
    for (const check of some) inputs.push(...(await checkInputs(database, check)));
    await bind(inputs, stretchOf);
    return await runChecks(database, some, (relation) => bound.has(relation));
  };
  const [from, to] = [days.toSorted()[0], days.toSorted().at(-1)];
  if (from === undefined || to === undefined) {
    return await run(checks, () => undefined);
  }
  const around: Stretch = { from: addDays(from, -marginDays), to: addDays(to, marginDays) };
  const inner: Stretch = { from: addDays(from, -1), to: addDays(to, 1) };
  const local = await run(
    checks.filter(({ isOfWhole }) => !isOfWhole),
    (relation) => (relation.startsWith("gold.") ? inner : around),
  );
  const whole = await run(
    checks.filter(({ isOfWhole }) => isOfWhole),
    () => undefined,
  );
  return [...local, ...whole];
}
