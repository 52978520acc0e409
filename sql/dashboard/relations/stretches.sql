-- One row per stretch of gold.state_timeline, and since when the state has held: a state carried in from the shift
-- before goes on as a stretch of its own.
with compared as (
    select
        *,
        case
            when lag(state) over machine_time = state
                and lag(ended_at) over machine_time = started_at
                then lag(started_at) over machine_time
        end as carried_from_at
    from gold.state_timeline
    window machine_time as (partition by machine_id order by started_at)
)

select *
from compared
order by production_date, machine_id, started_at
