-- The facts of a machine cover its ledger from its start to the horizon: nothing is missing, nothing is there twice.
--! severity: error
with known as (
    select machine_id, sum(millis_between(known_from_at, known_until_at)) as known_ms
    from silver.machine_days
    group by machine_id
),

covered as (
    select machine_id, sum(calendar_ms) as calendar_ms
    from gold.fact_oee
    group by machine_id
)

select known.machine_id, known.known_ms, covered.calendar_ms
from known
left join covered on known.machine_id = covered.machine_id
where coalesce(covered.calendar_ms, 0) != known.known_ms
