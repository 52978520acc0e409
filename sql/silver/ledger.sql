-- One row per stretch of machine time that is one in everything, state included: the time ledger. Every known
-- millisecond of a machine lies in exactly one row and so in exactly one bucket. episode_started_at is that of the
-- whole episode, also where it began days before. A planned stop has the reason of the machine, else that of
-- planned_stops.csv.
--! grain: machine_id, started_at
--! kind: table
--! version: 1
--! partition: utc_date
with resolved as (
    select
        slice_runs.machine_id,
        slice_runs.utc_date,
        slice_runs.started_at,
        slice_runs.ended_at,
        slice_runs.slice_started_at,
        slice_runs.run_started_at,
        coalesce(episode_parts.episode_started_at, slice_runs.part_started_at) as episode_started_at,
        slice_runs.shift_id,
        slice_runs.is_break,
        slice_runs.is_planned_stop,
        slice_runs.planned_reason_code,
        slice_runs.state,
        coalesce(late_reasons.reason_code, slice_runs.reason_code) as reason_code,
        reasons.bucket as reason_bucket,
        coalesce(
            episode_parts.is_short,
            millis_between(slice_runs.part_started_at, slice_runs.part_ended_at) <= machine_places.minor_stop_limit_ms
        ) as is_short
    from silver.slice_runs as slice_runs
    inner join silver.machine_places as machine_places on slice_runs.machine_id = machine_places.machine_id
    left join silver.episode_parts as episode_parts
        on slice_runs.machine_id = episode_parts.machine_id and slice_runs.part_started_at = episode_parts.started_at
    left join silver.late_reasons as late_reasons
        on slice_runs.machine_id = late_reasons.machine_id and slice_runs.run_started_at = late_reasons.run_started_at
    left join silver.reasons as reasons
        on coalesce(late_reasons.reason_code, slice_runs.reason_code) = reasons.reason_code
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
            when is_short then 'minor_stop'
            else 'other_stop'
        end as bucket
    from resolved
    where ended_at > started_at
),

final as (
    select
        machine_id,
        utc_date,
        started_at,
        ended_at,
        millis_between(started_at, ended_at) as duration_ms,
        slice_started_at,
        run_started_at,
        episode_started_at,
        state,
        case when bucket = 'planned_stop' then coalesce(reason_code, planned_reason_code) else reason_code end
            as reason_code,
        bucket,
        coalesce(state = 'RUNNING' and shift_id is null, false) as is_overtime
    from bucketed
)

select * from final
