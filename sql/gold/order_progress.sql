-- One row per order of the plant or of the telemetry: pieces that left its last station (gold.order_stations)
-- against the plan, scrap of all its machines, and from when to when machines held it. throughput_per_h is all
-- pieces of the last station per hour of that time. Orders not begun have no times; attainment_ratio is null without
-- a planned quantity.
--! grain: order_id
--! kind: view
--! version: 1
with dim_order as (
    select * from gold.dim_order
),

elements as (
    select * from gold.iso_order_elements
),

final as (
    select
        dim_order.order_id,
        coalesce(dim_order.line_id, elements.line_id) as line_id,
        coalesce(dim_order.product_id, elements.product_id) as product_id,
        dim_order.planned_qty,
        coalesce(elements.produced_qty, 0) as total_qty,
        coalesce(elements.good_qty, 0) as good_qty,
        coalesce(elements.order_scrap_qty, 0) as scrap_qty,
        cast(coalesce(elements.good_qty, 0) as double) / nullif(cast(dim_order.planned_qty as double), 0e0)
            as attainment_ratio,
        cast(elements.produced_qty as double) / nullif(cast(elements.aoet_ms as double) / 3.6e6, 0e0)
            as throughput_per_h,
        elements.first_at,
        elements.last_at,
        dim_order.planned_start_at,
        dim_order.planned_end_at
    from dim_order
    left join elements on dim_order.order_id = elements.order_id
)

select * from final
