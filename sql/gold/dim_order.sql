-- One row per order of the plant or of the telemetry, with what was planned for it.
--! grain: order_id
--! kind: table
--! version: 1
with orders as (
    select * from reference.orders
),

all_order_ids as (
    select order_id from orders
    union
    select name as order_id from silver.told_names where kind = 'order'
),

final as (
    select
        all_order_ids.order_id,
        orders.product_id,
        orders.line_id,
        cast(orders.planned_qty as bigint) as planned_qty,
        cast(orders.planned_scrap_qty as bigint) as planned_scrap_qty,
        utc_from_text(orders.planned_start_at, 'UTC') as planned_start_at,
        utc_from_text(orders.planned_end_at, 'UTC') as planned_end_at
    from all_order_ids
    left join orders on all_order_ids.order_id = orders.order_id
)

select * from final
