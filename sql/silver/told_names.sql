-- One row per product, order and reason of a state that the telemetry names on a UTC date: what the dimensions list
-- besides the plant's own files.
--! grain: utc_date, kind, name
--! kind: table
--! version: 1
--! partition: utc_date
with final as (
    select distinct utc_date, 'product' as kind, product_id as name
    from silver.product_changes
    where product_id is not null
    union all
    select distinct utc_date, 'order' as kind, order_id as name
    from silver.order_changes
    where order_id is not null
    union all
    select distinct utc_date, 'reason' as kind, reason_code as name
    from silver.state_changes
    where reason_code is not null
)

select * from final
