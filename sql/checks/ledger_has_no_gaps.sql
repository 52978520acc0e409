-- Each interval of a machine starts where the one before ended.
--! severity: error
with followed as (
    select
        machine_id,
        started_at,
        ended_at,
        lead(started_at) over (partition by machine_id order by started_at) as next_started_at
    from silver.ledger
)

select machine_id, started_at, ended_at, next_started_at
from followed
where ended_at <= started_at or next_started_at != ended_at
