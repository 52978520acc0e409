-- One row per state run that a later word speaks of, with the last word on it. A word speaks of the run that covers its
-- moment; running, silent and unknown time takes no reason. A run without length, at the horizon, takes what is said
-- of its instant and after.
--! grain: machine_id, run_started_at
--! kind: view
--! version: 1
with reason_words as (
    select
        machine_id,
        utc_date,
        floor_to_milli(applies_at) as applies_at,
        told_at,
        seq,
        event_id,
        reason_code,
        row_number() over (
            partition by machine_id, utc_date order by told_at, seq, event_id, coalesce(reason_code, ''), applies_at
        ) as word_no
    from silver.reason_words
),

told_days as (
    select distinct machine_id, utc_date from reason_words
),

state_runs as (
    select state_runs.*
    from silver.state_runs as state_runs
    inner join told_days
        on state_runs.machine_id = told_days.machine_id and state_runs.utc_date = told_days.utc_date
),

points as (
    select machine_id, utc_date, started_at as point_at, started_at as run_started_at, 0 as word_no from state_runs
    union all
    select machine_id, utc_date, applies_at as point_at, null as run_started_at, word_no from reason_words
),

filled as (
    select
        machine_id,
        utc_date,
        word_no,
        max_by(run_started_at, run_started_at) over (
            partition by machine_id, utc_date order by point_at, word_no
            rows between unbounded preceding and current row
        ) as run_started_at
    from points
),

matched as (
    select
        state_runs.machine_id,
        state_runs.utc_date,
        state_runs.started_at as run_started_at,
        state_runs.part_started_at,
        reason_words.told_at,
        reason_words.seq,
        reason_words.event_id,
        reason_words.reason_code,
        row_number() over (
            partition by state_runs.machine_id, state_runs.started_at order by reason_words.word_no desc
        ) as late_no
    from filled
    inner join reason_words
        on filled.machine_id = reason_words.machine_id
        and filled.utc_date = reason_words.utc_date
        and filled.word_no = reason_words.word_no
    inner join state_runs
        on filled.machine_id = state_runs.machine_id and filled.run_started_at = state_runs.started_at
    where
        state_runs.state not in ('RUNNING', 'SILENT', 'UNKNOWN')
        and (reason_words.applies_at < state_runs.ended_at or state_runs.ended_at = state_runs.started_at)
),

final as (
    select machine_id, utc_date, run_started_at, part_started_at, told_at, seq, event_id, reason_code
    from matched
    where late_no = 1
)

select * from final
