/**
 * Reference files to start one's own plant from: each with all its columns and an example that fits the others.
 * A file that says nothing of a plant (holidays, say) may be deleted, all are optional.
 */
export const referenceTemplates: Readonly<Record<string, string>> = {
  "sites.csv": lines("site_id,name,time_zone", "S1,My plant,Europe/Berlin"),
  "lines.csv": lines(
    "line_id,site_id,area_id,name,constraint_machine_id,output_machine_id,calendar_id",
    "L1,S1,A1,First line,M1,M2,two_shifts",
  ),
  "machines.csv": lines(
    "machine_id,line_id,machine_type,name,position,silence_s,minor_stop_s",
    "M1,L1,cnc,First machine,1,,",
    "M2,L1,press,Second machine,2,,",
  ),
  "products.csv": lines("product_id,name", "P1,First product"),
  "standards.csv": lines(
    "machine_id,product_id,ideal_cycle_s,valid_from,valid_to",
    "M1,P1,42.5,,",
    "M2,,30,,2026-07-01",
    "M2,,28.5,2026-07-01,",
  ),
  "shifts.csv": lines(
    "calendar_id,shift_id,weekdays,starts_at,ends_at,valid_from,valid_to",
    "two_shifts,early,Mon-Fri,06:00,14:00,,",
    "two_shifts,late,Mon-Fri,14:00,22:00,,",
  ),
  "breaks.csv": lines(
    "calendar_id,shift_id,name,starts_at,ends_at",
    "two_shifts,early,breakfast,09:00,09:15",
    "two_shifts,late,dinner,18:00,18:30",
  ),
  "holidays.csv": lines("calendar_id,date,name", "two_shifts,2026-12-25,Christmas Day"),
  "planned_stops.csv": lines(
    "machine_id,started_at,ended_at,reason_code",
    "M1,2026-01-07T06:00:00+01:00,2026-01-07T08:00:00+01:00,service",
  ),
  "reasons.csv": lines(
    "reason_code,name,parent_code,bucket",
    "tool_break,Tool broken,,",
    "service,Preventive service,,planned_stop",
  ),
  "orders.csv": lines(
    "order_id,product_id,line_id,planned_qty,planned_scrap_qty,planned_start_at,planned_end_at",
    "O1,P1,L1,1000,10,2026-01-05T06:00:00+01:00,2026-01-06T22:00:00+01:00",
  ),
  "targets.csv": lines("scope,scope_id,kpi,target,valid_from,valid_to", "site,S1,oee,0.75,,"),
};

function lines(...rows: readonly string[]): string {
  return rows.map((row) => `${row}\n`).join("");
}
