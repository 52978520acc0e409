-- The facts of a machine and production date hold each failure that began then once.
--! severity: error
with counted as (
    select machine_id, production_date, sum(failure_count) as failure_count
    from gold.fact_oee
    group by machine_id, production_date
),

found as (
    select machine_id, production_date, count(*) as failure_count
    from silver.failures
    group by machine_id, production_date
)

select
    counted.machine_id,
    counted.production_date,
    counted.failure_count as in_facts,
    coalesce(found.failure_count, 0) as in_silver
from counted
left join found on counted.machine_id = found.machine_id and counted.production_date = found.production_date
where counted.failure_count != coalesce(found.failure_count, 0)
