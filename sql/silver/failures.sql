-- One row per failure: one spell of FAILURE, counted once however many shifts, days or reasons it spans. A silence
-- inside does not end it when the first word after is FAILURE again. Open until another state is heard; then repair is
-- elapsed time. operating_ms is the operating time (running and setup) since the failure before began.
--! grain: machine_id, failed_at
--! kind: table
--! version: 1
--! partition: utc_date
--! window: silver.failure_spells all
with spells as (
    select
        *,
        is_first_heard and coalesce(lag(is_failing) over (partition by machine_id order by started_at), false)
            as is_continued,
        lead(is_failing and is_first_heard) over (partition by machine_id order by started_at) as has_more,
        -- As a double, in which whole milliseconds of centuries are exact: a window sums it several times as fast.
        sum(cast(operating_ms as double)) over (
            partition by machine_id order by started_at rows between unbounded preceding and current row
        ) as operated_ms
    from silver.failure_spells
),

-- Most failures are one spell, so only the others are put together.
broken as (
    select
        *,
        sum(case when is_continued then 0e0 else 1e0 end) over (
            partition by machine_id order by started_at rows between unbounded preceding and current row
        ) as failure_no
    from spells
    where is_failing and (is_continued or has_more)
),

failures as (
    select
        machine_id,
        utc_date,
        started_at as failed_at,
        ended_at as last_failing_at,
        slice_started_at,
        production_date,
        shift_id,
        reason_code,
        operated_ms,
        has_more is null as is_open
    from spells
    where is_failing and not is_continued and not coalesce(has_more, false)
    union all
    select
        machine_id,
        min(utc_date) as utc_date,
        min(started_at) as failed_at,
        max(ended_at) as last_failing_at,
        min(slice_started_at) as slice_started_at,
        min_by(production_date, started_at) as production_date,
        min_by(shift_id, started_at) as shift_id,
        min_by(reason_code, case when reason_code is not null then started_at end) as reason_code,
        min(operated_ms) as operated_ms,
        max(case when has_more is null then 1 else 0 end) = 1 as is_open
    from broken
    group by machine_id, failure_no
),

final as (
    select
        machine_id,
        utc_date,
        failed_at,
        lag(failed_at) over (partition by machine_id order by failed_at) as previous_failed_at,
        case when not is_open then last_failing_at end as restored_at,
        millis_between(failed_at, last_failing_at) as repair_ms,
        cast(
            operated_ms - coalesce(lag(operated_ms) over (partition by machine_id order by failed_at), 0) as bigint
        ) as operating_ms,
        reason_code,
        is_open,
        slice_started_at,
        production_date,
        shift_id
    from failures
)

select * from final
