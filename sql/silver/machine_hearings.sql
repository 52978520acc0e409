-- One row per machine, UTC date and span of silence_s in which it was heard: when first, when last, by any event, and
-- whether anything could have told a reject: scrap or rework in a count, a scrap counter, a verdict. Two events of one
-- span lie closer than silence_s, so a silence can only lie between spans.
--! grain: machine_id, utc_date, span_no
--! kind: table
--! version: 1
--! partition: utc_date
with machine_settings as (
    select
        machine_id,
        cast(round(cast(coalesce(silence_s, '86400') as double) * 1e3) as bigint) as silence_ms
    from reference.machines
),

spanned_events as (
    select
        events.machine_id,
        cast(events.event_at as date) as utc_date,
        cast(span_number(events.event_at, coalesce(machine_settings.silence_ms, 86400000)) as bigint) as span_no,
        events.event_at,
        case
            when events.event_type in ('count', 'counter', 'inspection')
                and coalesce(events.scrap_qty, events.rework_qty, events.scrap_count) is not null
                then 1
            when events.event_type = 'inspection' and events.verdict is not null then 1
            else 0
        end as is_reject_signal
    from silver.events as events
    left join machine_settings on events.machine_id = machine_settings.machine_id
),

final as (
    select
        machine_id,
        utc_date,
        span_no,
        min(event_at) as first_heard_at,
        max(event_at) as last_heard_at,
        max(is_reject_signal) = 1 as has_reject_signal
    from spanned_events
    group by machine_id, utc_date, span_no
)

select * from final
