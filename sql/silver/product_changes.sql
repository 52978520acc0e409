-- One row per change of the product a machine holds; null where it was cleared. It holds until the next change.
--! grain: machine_id, change_no
--! kind: table
--! version: 1
with product_events as (
    select machine_id, event_at, seq, event_id, product_id
    from silver.events
    where product_id is not null or is_product_cleared
),

compared as (
    select
        *,
        row_number() over (
            partition by machine_id
            order by event_at, coalesce(seq, -9007199254740992), coalesce(event_id, ''), coalesce(product_id, '')
        ) as event_no,
        lag(coalesce(product_id, '')) over (
            partition by machine_id
            order by event_at, coalesce(seq, -9007199254740992), coalesce(event_id, ''), coalesce(product_id, '')
        ) as previous_product_id
    from product_events
),

final as (
    select
        machine_id,
        cast(row_number() over (partition by machine_id order by event_no) as bigint) as change_no,
        floor_to_milli(event_at) as changed_at,
        product_id
    from compared
    where previous_product_id is null or previous_product_id != coalesce(product_id, '')
)

select * from final
