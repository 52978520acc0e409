-- One row per stretch of machine time that is one in everything, state included: the time ledger. Every known
-- millisecond of a machine lies in exactly one row and so in exactly one bucket. A planned stop has the reason of the
-- machine, else that of planned_stops.csv.
--! grain: machine_id, interval_no
--! kind: table
--! version: 2
with points as (
    select machine_id, started_at, slice_no, cast(null as bigint) as run_no from silver.machine_slices
    union all
    select machine_id, started_at, cast(null as bigint) as slice_no, run_no from silver.state_runs
),

numbered as (
    select
        *,
        row_number() over (
            partition by machine_id order by started_at, coalesce(slice_no, 0), coalesce(run_no, 0)
        ) as point_no,
        lead(started_at) over (
            partition by machine_id order by started_at, coalesce(slice_no, 0), coalesce(run_no, 0)
        ) as next_started_at
    from points
),

-- Slices and runs are both numbered without gaps, so what is not of one kind among the points so far is of the other.
filled as (
    select
        machine_id,
        started_at,
        next_started_at,
        coalesce(slice_no, point_no - run_no) as slice_no,
        coalesce(run_no, point_no - slice_no) as run_no
    from numbered
),

resolved as (
    select
        filled.machine_id,
        filled.slice_no,
        filled.run_no,
        filled.started_at,
        least(
            coalesce(filled.next_started_at, machine_slices.known_until_at), machine_slices.known_until_at
        ) as ended_at,
        machine_slices.shift_id,
        machine_slices.is_break,
        machine_slices.is_planned_stop,
        machine_slices.planned_reason_code,
        state_runs.state,
        coalesce(late_reasons.reason_code, state_runs.reason_code) as reason_code,
        state_runs.episode_no,
        reasons.bucket as reason_bucket,
        episodes.duration_ms as episode_ms,
        machines.minor_stop_limit_ms
    from filled
    inner join silver.machine_slices as machine_slices
        on filled.machine_id = machine_slices.machine_id and filled.slice_no = machine_slices.slice_no
    inner join silver.machines as machines on filled.machine_id = machines.machine_id
    left join silver.state_runs as state_runs
        on filled.machine_id = state_runs.machine_id and filled.run_no = state_runs.run_no
    left join silver.episodes as episodes
        on state_runs.machine_id = episodes.machine_id and state_runs.episode_no = episodes.episode_no
    left join silver.late_reasons as late_reasons
        on state_runs.machine_id = late_reasons.machine_id and state_runs.run_no = late_reasons.run_no
    left join silver.reasons as reasons
        on coalesce(late_reasons.reason_code, state_runs.reason_code) = reasons.reason_code
),

bucketed as (
    select
        *,
        case
            when state = 'RUNNING' then 'running'
            when shift_id is null then 'unscheduled'
            when is_break or is_planned_stop or state = 'MAINTENANCE' or reason_bucket = 'planned_stop'
                then 'planned_stop'
            when state is null or state in ('SILENT', 'UNKNOWN') then 'no_data'
            when reason_bucket is not null then reason_bucket
            when state = 'SETUP' then 'setup'
            when state = 'FAILURE' then 'breakdown'
            when state = 'STARVED' then 'starved'
            when state = 'BLOCKED' then 'blocked'
            when episode_ms <= minor_stop_limit_ms then 'minor_stop'
            else 'other_stop'
        end as bucket
    from resolved
    where ended_at > started_at
),

final as (
    select
        machine_id,
        cast(row_number() over (partition by machine_id order by started_at) as bigint) as interval_no,
        slice_no,
        run_no,
        episode_no,
        started_at,
        ended_at,
        millis_between(started_at, ended_at) as duration_ms,
        state,
        case when bucket = 'planned_stop' then coalesce(reason_code, planned_reason_code) else reason_code end
            as reason_code,
        bucket,
        state = 'RUNNING' and shift_id is null as is_overtime
    from bucketed
)

select * from final
