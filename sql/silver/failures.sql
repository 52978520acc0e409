-- One row per failure: one spell of FAILURE, counted once however many shifts, days or reasons it spans. A silence
-- inside does not end it when the first word after is FAILURE again. Open until another state is heard; then repair is
-- elapsed time.
--! grain: machine_id, failure_no
--! kind: table
--! version: 1
with heard_runs as (
    select
        state_runs.machine_id,
        state_runs.run_no,
        state_runs.started_at,
        state_runs.ended_at,
        state_runs.state,
        coalesce(late_reasons.reason_code, state_runs.reason_code) as reason_code,
        lag(state_runs.state) over (partition by state_runs.machine_id order by state_runs.run_no) as previous_state,
        lead(state_runs.state) over (partition by state_runs.machine_id order by state_runs.run_no) as next_state
    from silver.state_runs as state_runs
    left join silver.late_reasons as late_reasons
        on state_runs.machine_id = late_reasons.machine_id and state_runs.run_no = late_reasons.run_no
    where state_runs.state not in ('SILENT', 'UNKNOWN')
),

failing as (
    select
        *,
        sum(case when previous_state = 'FAILURE' then 0 else 1 end) over (
            partition by machine_id order by run_no rows between unbounded preceding and current row
        ) as failure_no
    from heard_runs
    where state = 'FAILURE'
),

spells as (
    select
        machine_id,
        cast(failure_no as bigint) as failure_no,
        min(started_at) as failed_at,
        max(ended_at) as last_failing_at,
        max(case when next_state is null then 1 else 0 end) = 1 as is_open,
        min_by(reason_code, run_no) as reason_code
    from failing
    group by machine_id, failure_no
),

machine_slices as (
    select machine_id, slice_no, started_at, ended_at from silver.machine_slices
),

final as (
    select
        spells.machine_id,
        spells.failure_no,
        machine_slices.slice_no,
        cast(spells.failed_at as date) as utc_date,
        machine_slices.started_at as slice_started_at,
        spells.failed_at,
        case when not spells.is_open then spells.last_failing_at end as restored_at,
        millis_between(spells.failed_at, spells.last_failing_at) as repair_ms,
        spells.reason_code,
        spells.is_open
    from spells
    inner join machine_slices
        on spells.machine_id = machine_slices.machine_id
        and hour_number(spells.failed_at) = hour_number(machine_slices.started_at)
        and spells.failed_at >= machine_slices.started_at
        and spells.failed_at < machine_slices.ended_at
)

select * from final
