-- One row per change of the order a machine holds; null where it was cleared. It holds until the next change.
--! grain: machine_id, change_no
--! kind: table
--! version: 1
with order_events as (
    select machine_id, event_at, seq, event_id, order_id
    from silver.events
    where order_id is not null or is_order_cleared
),

compared as (
    select
        *,
        row_number() over (
            partition by machine_id
            order by event_at, coalesce(seq, -9007199254740992), coalesce(event_id, ''), coalesce(order_id, '')
        ) as event_no,
        lag(coalesce(order_id, '')) over (
            partition by machine_id
            order by event_at, coalesce(seq, -9007199254740992), coalesce(event_id, ''), coalesce(order_id, '')
        ) as previous_order_id
    from order_events
),

final as (
    select
        machine_id,
        cast(row_number() over (partition by machine_id order by event_no) as bigint) as change_no,
        floor_to_milli(event_at) as changed_at,
        order_id
    from compared
    where previous_order_id is null or previous_order_id != coalesce(order_id, '')
)

select * from final
