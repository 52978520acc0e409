-- One row per line of the Flux cases: a state, cumulative counts or both, and the window and planned time of the case.
--! kind: source
--! version: 1
with parsed as (
    select
        source_file,
        line_number,
        line_text,
        try(json_transform(line_text, '{
            "name": "VARCHAR", "ts": "VARCHAR", "state": "VARCHAR", "partCount": "BIGINT", "badCount": "BIGINT",
            "windowStart": "VARCHAR", "windowEnd": "VARCHAR", "plannedSeconds": "BIGINT"
        }')) as f
    from landing.flux_oee
),

timed as (
    select
        *,
        make_timestamp(epoch_us(try_cast(f.ts as timestamptz))) as told_at,
        make_timestamp(epoch_us(try_cast(f.windowStart as timestamptz))) as window_started_at,
        make_timestamp(epoch_us(try_cast(f.windowEnd as timestamptz))) as window_ended_at
    from parsed
),

final as (
    select
        f.name as case_name,
        told_at,
        f.state as state,
        f.partCount as part_count,
        f.badCount as bad_count,
        window_ended_at,
        window_started_at + to_seconds(f.plannedSeconds) as planned_until_at,
        cast(told_at as date) as event_date,
        source_file,
        line_number,
        case when told_at is null then 'ts: not a date and time' end as reject_reason,
        case when told_at is null then line_text end as reject_text
    from timed
)

select * from final
