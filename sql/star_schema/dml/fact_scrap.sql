-- The facts of rejects under the keys of the database.
select
    date_number(fact_scrap.production_date) as date_key,
    coalesce(machine_keys.machine_key, 0) as machine_key,
    coalesce(shift_keys.shift_key, 0) as shift_key,
    coalesce(product_keys.product_key, 0) as product_key,
    coalesce(order_keys.order_key, 0) as order_key,
    coalesce(reason_keys.reason_key, 0) as reason_key,
    fact_scrap.is_startup,
    fact_scrap.scrap_qty,
    fact_scrap.rework_qty,
    fact_scrap.reject_us
from gold.fact_scrap as fact_scrap
left join gold.dim_machine as dim_machine on fact_scrap.machine_id = dim_machine.machine_id
left join star.machine_keys as machine_keys on fact_scrap.machine_id = machine_keys.machine_id
left join star.shift_keys as shift_keys
    on dim_machine.calendar_id = shift_keys.calendar_id and fact_scrap.shift_id = shift_keys.shift_id
left join star.product_keys as product_keys on fact_scrap.product_id = product_keys.product_id
left join star.order_keys as order_keys on fact_scrap.order_id = order_keys.order_id
left join star.reason_keys as reason_keys on fact_scrap.reason_code = reason_keys.reason_code
where fact_scrap.production_date between $first_date and $last_date
