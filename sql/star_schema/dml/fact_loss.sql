-- The facts of lost time under the keys of the database.
select
    date_number(fact_loss.production_date) as date_key,
    coalesce(machine_keys.machine_key, 0) as machine_key,
    coalesce(shift_keys.shift_key, 0) as shift_key,
    coalesce(reason_keys.reason_key, 0) as reason_key,
    fact_loss.bucket,
    fact_loss.loss_ms,
    fact_loss.stop_count,
    fact_loss.longest_ms
from gold.fact_loss as fact_loss
left join gold.dim_machine as dim_machine on fact_loss.machine_id = dim_machine.machine_id
left join star.machine_keys as machine_keys on fact_loss.machine_id = machine_keys.machine_id
left join star.shift_keys as shift_keys
    on dim_machine.calendar_id = shift_keys.calendar_id and fact_loss.shift_id = shift_keys.shift_id
left join star.reason_keys as reason_keys on fact_loss.reason_code = reason_keys.reason_code
where fact_loss.production_date between $first_date and $last_date
