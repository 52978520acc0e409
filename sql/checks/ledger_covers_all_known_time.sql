-- The ledger of a machine covers every day from its start to the horizon: nothing is missing, nothing is there twice.
--! severity: error
with covered as (
    select machine_id, utc_date, sum(duration_ms) as ledger_ms
    from silver.ledger
    group by machine_id, utc_date
)

select
    machine_days.machine_id,
    machine_days.utc_date,
    millis_between(machine_days.known_from_at, machine_days.known_until_at) as known_ms,
    covered.ledger_ms
from silver.machine_days as machine_days
left join covered on machine_days.machine_id = covered.machine_id and machine_days.utc_date = covered.utc_date
where coalesce(covered.ledger_ms, 0) != millis_between(machine_days.known_from_at, machine_days.known_until_at)
