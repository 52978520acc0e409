-- The facts of a machine hold each of its failures once.
--! severity: error
with counted as (
    select machine_id, sum(failure_count) as failure_count from gold.fact_oee group by machine_id
),

found as (
    select machine_id, count(*) as failure_count from silver.failures group by machine_id
)

select counted.machine_id, counted.failure_count as in_facts, coalesce(found.failure_count, 0) as in_silver
from counted
left join found on counted.machine_id = found.machine_id
where counted.failure_count != coalesce(found.failure_count, 0)
