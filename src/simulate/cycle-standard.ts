import type { MachineLayout } from "./plant-layout.ts";
import type { PlantParameters } from "./plant-parameters.ts";
import type { UtcMs } from "./site-clock.ts";

/** The standard time of a piece on a machine, for one product or any (null), from an instant on. */
export interface CycleStandard {
  readonly machineId: string;
  readonly productId: string | null;
  readonly idealCycleS: number;
  readonly validFrom: { readonly date: string; readonly atMs: UtcMs } | null;
}

/** The standards of one machine; a row for a product goes before the one for any. */
export function standardsOf(
  plant: PlantParameters,
  { machineId, position, parameters }: MachineLayout,
  productIds: readonly string[],
  validFrom: { readonly date: string; readonly atMs: UtcMs },
): readonly CycleStandard[] {
  const { idealCycleS } = parameters;
  const any: CycleStandard = { machineId, productId: null, idealCycleS, validFrom: null };
  const productId = productIds[plant.productStandard.productIndex];
  if (position !== 1 || productId === undefined) return [any];
  const longerS = Math.round(idealCycleS * plant.productStandard.factor);
  return [any, { machineId, productId, idealCycleS: longerS, validFrom }];
}

/** The standard in force for a product at an instant, in seconds per piece. */
export function idealCycleAt(
  standards: readonly CycleStandard[],
  productId: string | null,
  atMs: UtcMs,
): number {
  let idealCycleS = 0;
  for (const standard of standards) {
    const isInForce = standard.validFrom === null || standard.validFrom.atMs <= atMs;
    if (isInForce && (standard.productId === null || standard.productId === productId)) {
      idealCycleS = standard.idealCycleS;
    }
  }
  return idealCycleS;
}
