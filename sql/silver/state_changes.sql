-- One row per change of state or reason that a machine reported on a UTC date, in order: the first word of the day, and
-- then whatever differs from the word before. Of words in one millisecond the last counts.
--! grain: machine_id, changed_at
--! kind: table
--! version: 1
--! partition: utc_date
with state_events as (
    select
        machine_id,
        cast(event_at as date) as utc_date,
        event_at,
        coalesce(seq, -9007199254740992) as seq,
        coalesce(event_id, '') as event_id,
        state,
        reason_code
    from silver.events
    where event_type = 'state'
),

followed as (
    select
        machine_id,
        utc_date,
        floor_to_milli(event_at) as changed_at,
        state,
        reason_code,
        lead(floor_to_milli(event_at)) over (
            partition by machine_id, utc_date order by event_at, seq, event_id, state, coalesce(reason_code, '')
        ) as next_changed_at
    from state_events
),

compared as (
    select
        machine_id,
        utc_date,
        changed_at,
        state,
        reason_code,
        lag(state) over (partition by machine_id, utc_date order by changed_at) as previous_state,
        lag(coalesce(reason_code, '')) over (partition by machine_id, utc_date order by changed_at)
            as previous_reason_code
    from followed
    where next_changed_at is null or next_changed_at > changed_at
),

final as (
    select machine_id, utc_date, changed_at, state, reason_code
    from compared
    where previous_state is null or previous_state != state or previous_reason_code != coalesce(reason_code, '')
)

select * from final
