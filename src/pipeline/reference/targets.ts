import type { Fault } from "./faults.ts";
import { faultAt, valueOf, type Table } from "./table.ts";

const ratioKpis = new Set(["oee", "availability", "performance", "quality", "teep", "ooe"]);

/** Targets of ratios that are no ratio, most often percentages. */
export function checkRatioTargets(table: Table): readonly Fault[] {
  return table.rows.flatMap((row) => {
    const [kpi, text] = [valueOf(row, "kpi") ?? "", valueOf(row, "target")];
    const target = Number(text);
    const isRatio = target >= 0 && target <= 1;
    if (!row.isAligned || text === null || !ratioKpis.has(kpi) || isRatio) return [];
    const asRatio = Number((target / 100).toPrecision(12));
    const hint = target > 1 && target <= 100 ? `; did you mean ${asRatio}?` : "";
    return [faultAt(table, row, "target", `expected a ratio from 0 to 1 for ${kpi}${hint}`)];
  });
}
