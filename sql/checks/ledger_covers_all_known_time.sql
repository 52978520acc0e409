-- The facts of a machine cover its ledger from its start to the horizon: nothing is missing, nothing is there twice.
--! severity: error
with covered as (
    select machine_id, sum(calendar_ms) as calendar_ms
    from gold.fact_oee
    group by machine_id
)

select
    machine_days.machine_id,
    millis_between(machine_days.ledger_started_at, machine_days.horizon_at) as known_ms,
    covered.calendar_ms
from silver.machine_days as machine_days
left join covered on machine_days.machine_id = covered.machine_id
where coalesce(covered.calendar_ms, 0) != millis_between(machine_days.ledger_started_at, machine_days.horizon_at)
