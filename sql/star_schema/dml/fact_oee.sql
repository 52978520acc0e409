-- The facts of times and pieces under the keys of the database.
select
    date_number(fact_oee.production_date) as date_key,
    coalesce(machine_keys.machine_key, 0) as machine_key,
    coalesce(shift_keys.shift_key, 0) as shift_key,
    coalesce(product_keys.product_key, 0) as product_key,
    coalesce(order_keys.order_key, 0) as order_key,
    fact_oee.hour_start_at,
    fact_oee.calendar_ms,
    fact_oee.running_ms,
    fact_oee.unscheduled_ms,
    fact_oee.planned_stop_ms,
    fact_oee.no_data_ms,
    fact_oee.setup_ms,
    fact_oee.breakdown_ms,
    fact_oee.starved_ms,
    fact_oee.blocked_ms,
    fact_oee.minor_stop_ms,
    fact_oee.other_stop_ms,
    fact_oee.overtime_ms,
    fact_oee.total_qty,
    fact_oee.good_qty,
    fact_oee.scrap_qty,
    fact_oee.rework_qty,
    fact_oee.unrated_qty,
    fact_oee.ideal_run_us,
    fact_oee.ideal_good_us,
    fact_oee.failure_count,
    fact_oee.repaired_failure_count,
    fact_oee.repair_ms,
    fact_oee.energy_j,
    fact_oee.line_ideal_run_us,
    fact_oee.line_ideal_good_us,
    fact_oee.line_unrated_qty
from gold.fact_oee as fact_oee
left join gold.dim_machine as dim_machine on fact_oee.machine_id = dim_machine.machine_id
left join star.machine_keys as machine_keys on fact_oee.machine_id = machine_keys.machine_id
left join star.shift_keys as shift_keys
    on dim_machine.calendar_id = shift_keys.calendar_id and fact_oee.shift_id = shift_keys.shift_id
left join star.product_keys as product_keys on fact_oee.product_id = product_keys.product_id
left join star.order_keys as order_keys on fact_oee.order_id = order_keys.order_id
where fact_oee.production_date between $first_date and $last_date
