-- One row per part of an episode that touches midnight, with what only other days know: when the whole episode and the
-- runs at both ends of the part began, and whether all of it is short enough for a minor stop.
--! grain: machine_id, started_at
--! kind: table
--! version: 1
--! partition: utc_date
--! window: silver.episode_edges all
with edges as (
    select
        *,
        lag(ended_at) over (partition by machine_id order by started_at) as previous_ended_at,
        lag(state) over (partition by machine_id order by started_at) as previous_state,
        lag(coalesce(last_reason_code, '')) over (partition by machine_id order by started_at)
            as previous_reason_code
    from silver.episode_edges
),

compared as (
    select
        *,
        case when previous_ended_at = started_at and previous_state = state then 0 else 1 end as is_new,
        case
            when previous_ended_at = started_at
                and previous_state = state
                and previous_reason_code = coalesce(first_reason_code, '')
                then 0
            else 1
        end as is_new_run
    from edges
),

-- The run at the end of a part began in it, unless it fills the part and goes on from the part before.
numbered as (
    select
        *,
        sum(is_new) over (
            partition by machine_id order by started_at rows between unbounded preceding and current row
        ) as episode_no,
        case
            when last_run_started_at > started_at then last_run_started_at
            when is_new_run = 1 then started_at
        end as run_began_at
    from compared
),

episodes as (
    select
        machine_id,
        episode_no,
        min(started_at) as episode_started_at,
        sum(millis_between(started_at, ended_at)) as episode_ms
    from numbered
    group by machine_id, episode_no
),

runs as (
    select
        *,
        max(run_began_at) over (
            partition by machine_id order by started_at rows between unbounded preceding and 1 preceding
        ) as previous_run_began_at,
        max(run_began_at) over (
            partition by machine_id order by started_at rows between unbounded preceding and current row
        ) as closing_run_began_at
    from numbered
),

final as (
    select
        runs.machine_id,
        runs.utc_date,
        runs.started_at,
        runs.last_run_started_at,
        episodes.episode_started_at,
        case when runs.is_new_run = 1 then runs.started_at else runs.previous_run_began_at end
            as opening_run_began_at,
        runs.closing_run_began_at,
        episodes.episode_ms <= machine_places.minor_stop_limit_ms as is_short
    from runs
    inner join episodes on runs.machine_id = episodes.machine_id and runs.episode_no = episodes.episode_no
    inner join silver.machine_places as machine_places on runs.machine_id = machine_places.machine_id
)

select * from final
