-- The failures under the keys of the database.
select
    date_number(fact_failure.production_date) as date_key,
    coalesce(machine_keys.machine_key, 0) as machine_key,
    coalesce(shift_keys.shift_key, 0) as shift_key,
    coalesce(reason_keys.reason_key, 0) as reason_key,
    fact_failure.failed_at,
    fact_failure.restored_at,
    fact_failure.repair_ms,
    fact_failure.operating_ms,
    fact_failure.previous_failed_at,
    fact_failure.is_open
from gold.fact_failure as fact_failure
left join gold.dim_machine as dim_machine on fact_failure.machine_id = dim_machine.machine_id
left join star.machine_keys as machine_keys on fact_failure.machine_id = machine_keys.machine_id
left join star.shift_keys as shift_keys
    on dim_machine.calendar_id = shift_keys.calendar_id and fact_failure.shift_id = shift_keys.shift_id
left join star.reason_keys as reason_keys on fact_failure.reason_code = reason_keys.reason_code
where fact_failure.production_date between $first_date and $last_date
