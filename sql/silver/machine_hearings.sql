-- One row per machine, UTC date and span of silence_s in which it was heard: when first, when last, by any event.
-- Two events of one span lie closer than silence_s, so a silence can only lie between spans.
--! grain: machine_id, utc_date, span_no
--! kind: table
--! version: 1
--! partition: utc_date
with events as (
    select machine_id, event_at from silver.events
),

spanned_events as (
    select
        events.machine_id,
        cast(events.event_at as date) as utc_date,
        cast(span_number(events.event_at, machine_places.silence_ms) as bigint) as span_no,
        events.event_at
    from events
    inner join silver.machine_places as machine_places on events.machine_id = machine_places.machine_id
),

final as (
    select
        machine_id,
        utc_date,
        span_no,
        min(event_at) as first_heard_at,
        max(event_at) as last_heard_at
    from spanned_events
    group by machine_id, utc_date, span_no
)

select * from final
