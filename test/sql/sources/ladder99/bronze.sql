-- One row per MQTT message of the labelling machine's recordings, at the time the broker had it. Of its three clocks that
-- is the only one that never jumps.
--! kind: source
--! version: 1
with parsed as (
    select
        source_file,
        line_number,
        line_text,
        try(json_transform(line_text, '{
            "run": "INTEGER", "i": "BIGINT", "topic": "VARCHAR", "received": "DOUBLE",
            "payload": {"state": "INTEGER", "step": "VARCHAR"}
        }')) as f
    from landing.ladder99
),

timed as (
    select
        *,
        make_timestamp(cast(round(f.received * 1e6) as bigint)) as received_at
    from parsed
),

final as (
    select
        received_at,
        f.run as run_no,
        f.i as message_no,
        case when suffix(f.topic, '/evt/status') then f.payload.state end as state_code,
        case when suffix(f.topic, '/evt/status') then f.payload.step end as step,
        cast(received_at as date) as event_date,
        source_file,
        line_number,
        case when received_at is null then 'received: not a time' end as reject_reason,
        case when received_at is null then line_text end as reject_text
    from timed
)

select * from final
