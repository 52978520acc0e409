-- One row per change of state or reason that a machine reported, in order: repeats of the same word are no change.
--! grain: machine_id, change_no
--! kind: table
--! version: 1
with state_events as (
    select machine_id, event_at, seq, event_id, state, reason_code
    from silver.events
    where event_type = 'state'
),

compared as (
    select
        machine_id,
        event_at,
        state,
        reason_code,
        row_number() over (
            partition by machine_id
            order by
                event_at, coalesce(seq, -9007199254740992), coalesce(event_id, ''), state, coalesce(reason_code, '')
        ) as event_no,
        lag(state) over (
            partition by machine_id
            order by
                event_at, coalesce(seq, -9007199254740992), coalesce(event_id, ''), state, coalesce(reason_code, '')
        ) as previous_state,
        lag(coalesce(reason_code, '')) over (
            partition by machine_id
            order by
                event_at, coalesce(seq, -9007199254740992), coalesce(event_id, ''), state, coalesce(reason_code, '')
        ) as previous_reason_code
    from state_events
),

final as (
    select
        machine_id,
        cast(row_number() over (partition by machine_id order by event_no) as bigint) as change_no,
        floor_to_milli(event_at) as changed_at,
        state,
        reason_code
    from compared
    where previous_state is null or previous_state != state or previous_reason_code != coalesce(reason_code, '')
)

select * from final
