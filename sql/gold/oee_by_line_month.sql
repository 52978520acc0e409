-- One row per line and production month (its first day): times, pieces, energy and the ratios of gold.oee_ratios.
-- oee is that of the line's constraint, resource_oee the plain sum over its machines, oee_gap what lies between.
--! grain: line_id, production_month
--! kind: view
--! version: 1
select
    scope_id as line_id,
    period_date as production_month,
    calendar_s,
    unscheduled_s,
    planned_stop_s,
    no_data_s,
    planned_production_s,
    running_s,
    setup_s,
    breakdown_s,
    starved_s,
    blocked_s,
    minor_stop_s,
    other_stop_s,
    total_qty,
    good_qty,
    scrap_qty,
    rework_qty,
    ideal_run_s,
    ideal_good_s,
    availability,
    performance,
    quality,
    oee,
    teep,
    ooe,
    coverage,
    oee_low,
    oee_high,
    failure_count,
    mtbf_s,
    mttr_s,
    energy_kwh,
    kwh_per_good_unit,
    resource_oee,
    oee - resource_oee as oee_gap
from gold.oee_ratios
where scope = 'line' and scope_id is not null and period = 'month'
