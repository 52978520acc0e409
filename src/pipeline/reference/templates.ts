const lines = (...rows: readonly string[]): string => `${rows.join("\n")}\n`;

/** The reference files of a small example plant, by file name: something to overwrite with one's own plant. */
export function templateFiles(): Map<string, string> {
  return new Map([
    ["sites.csv", lines("site_id,name,time_zone", "S1,Example Works,Europe/Berlin")],
    [
      "lines.csv",
      lines(
        "line_id,site_id,area_id,name,constraint_machine_id,output_machine_id,calendar_id",
        "L1,S1,body_shop,Door line,M1,M2,two_shifts",
      ),
    ],
    [
      "machines.csv",
      lines(
        "machine_id,line_id,machine_type,name,position,silence_s,minor_stop_s",
        "M1,L1,hydraulic_press,Door press,1,86400,300",
        "M2,L1,welding_robot,Door welding cell,2,,",
      ),
    ],
    ["products.csv", lines("product_id,name", "P1,Front door", "P2,Rear door")],
    [
      "standards.csv",
      lines(
        "machine_id,product_id,ideal_cycle_s,valid_from,valid_to",
        "M1,,12.5,2026-01-01,",
        "M2,P1,24,2026-01-01,2026-07-01",
        "M2,P1,22.5,2026-07-01,",
        "M2,P2,26,2026-01-01,",
      ),
    ],
    [
      "shifts.csv",
      lines(
        "calendar_id,shift_id,weekdays,starts_at,ends_at,valid_from,valid_to",
        "two_shifts,early,Mon-Fri,06:00,14:00,,",
        "two_shifts,late,Mon-Fri,14:00,22:00,,",
      ),
    ],
    [
      "breaks.csv",
      lines(
        "calendar_id,shift_id,name,starts_at,ends_at",
        "two_shifts,early,Breakfast,09:00,09:30",
        "two_shifts,late,Supper,18:00,18:30",
      ),
    ],
    ["holidays.csv", lines("calendar_id,date,name", "two_shifts,2026-01-01,New Year's Day")],
    [
      "planned_stops.csv",
      lines(
        "machine_id,started_at,ended_at,reason_code",
        "M1,2026-01-12T06:00:00+01:00,2026-01-12T08:00:00+01:00,tool_service",
      ),
    ],
    [
      "reasons.csv",
      lines(
        "reason_code,name,parent_code,bucket",
        "technical,Technical,,",
        "hydraulic_leak,Hydraulic leak,technical,",
        "tool_service,Tool service,,planned_stop",
        "no_material,No material,,starved",
      ),
    ],
    [
      "orders.csv",
      lines(
        "order_id,product_id,line_id,planned_qty,planned_scrap_qty,planned_start_at,planned_end_at",
        "O1001,P1,L1,1200,12,2026-01-05T06:00:00+01:00,2026-01-05T14:00:00+01:00",
      ),
    ],
    [
      "targets.csv",
      lines(
        "scope,scope_id,kpi,target,valid_from,valid_to",
        "line,L1,oee,0.75,2026-01-01,",
        "machine,M1,availability,0.9,2026-01-01,",
      ),
    ],
  ]);
}
