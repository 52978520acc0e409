-- One row per production month (its first day), over the whole plant: times, pieces, energy and the ratios of
-- gold.oee_ratios.
--! grain: production_month
--! kind: view
--! version: 1
select
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
    kwh_per_good_unit
from gold.oee_ratios
where scope = 'plant' and period = 'month'
