-- One row per machine and span of silence_s in which it was heard: when first, when last, by any event.
-- Two events of one span lie closer than silence_s, so a silence can only lie between spans.
--! grain: machine_id, span_no
--! kind: table
--! version: 1
with events as (
    select * from silver.events
),

machine_settings as (
    select
        machine_id,
        cast(round(cast(coalesce(silence_s, '86400') as double) * 1e3) as bigint) as silence_ms
    from reference.machines
),

spanned_events as (
    select
        events.machine_id,
        events.event_at,
        coalesce(machine_settings.silence_ms, 86400000) as silence_ms
    from events
    left join machine_settings on events.machine_id = machine_settings.machine_id
),

final as (
    select
        machine_id,
        cast(span_number(event_at, silence_ms) as bigint) as span_no,
        silence_ms,
        min(event_at) as first_heard_at,
        max(event_at) as last_heard_at
    from spanned_events
    group by machine_id, cast(span_number(event_at, silence_ms) as bigint), silence_ms
)

select * from final
