-- How did a day go, hour by hour?
--! param: machine_id text = null, one machine only
--! param: day date = null, the production date; the last one if none is given
select
    machine_id,
    shift_id,
    hour_start_at,
    oee,
    planned_production_s / 60e0 as planned_min,
    running_s / 60e0 as running_min,
    (breakdown_s + setup_s + starved_s + blocked_s + minor_stop_s + other_stop_s) / 60e0 as stopped_min,
    no_data_s / 60e0 as no_data_min,
    good_qty,
    total_qty
from gold.oee_by_machine_hour
where
    production_date = coalesce($day, (select max(production_date) from gold.fact_oee))
    and ($machine_id is null or machine_id = $machine_id)
order by machine_id, hour_start_at, shift_id
