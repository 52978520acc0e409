import type { Fault } from "./faults.ts";
import { checkOverlaps, checkSpans } from "./overlaps.ts";
import { checkReasonTree } from "./reasons.ts";
import { checkKey, checkLinks } from "./relations.ts";
import { checkBreaks, checkShiftOverlaps } from "./shifts.ts";
import { checkRatioTargets } from "./targets.ts";
import type { Table, Tables } from "./table.ts";
import { createZonesOf } from "./zones.ts";

/** Checks what concerns several cells, rows or tables. */
export function checkRules(tables: Tables): readonly Fault[] {
  const zonesOf = createZonesOf(tables);
  const at = (name: string, check: (table: Table) => readonly Fault[]): readonly Fault[] => {
    const table = tables.get(name);
    return table === undefined ? [] : check(table);
  };
  const ofEveryTable = [...tables.values()].flatMap((table) => [
    ...checkKey(table),
    ...checkLinks(table, tables),
    ...checkSpans(table, zonesOf),
  ]);
  return [
    ...ofEveryTable,
    ...at("standards", (table) => checkOverlaps(table, ["machine_id", "product_id"], zonesOf)),
    ...at("targets", (table) => checkOverlaps(table, ["scope", "scope_id", "kpi"], zonesOf)),
    ...at("targets", checkRatioTargets),
    ...at("shifts", (table) => checkShiftOverlaps(table, zonesOf)),
    ...at("breaks", (breaks) => at("shifts", (shifts) => checkBreaks(breaks, shifts))),
    ...at("reasons", checkReasonTree),
  ];
}
