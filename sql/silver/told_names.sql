-- One row per product, order and reason that the telemetry names on a UTC date, of a state, of a reject or by a later
-- word: what the dimensions list besides the plant's own files.
--! grain: utc_date, kind, name
--! kind: table
--! version: 1
--! partition: utc_date
with reasons as (
    select utc_date, reason_code from silver.state_changes
    union all
    select utc_date, reason_code from silver.late_reasons
    union all
    select utc_date, reason_code from silver.slice_rejects
),

final as (
    select distinct utc_date, 'product' as kind, product_id as name
    from silver.product_changes
    where product_id is not null
    union all
    select distinct utc_date, 'order' as kind, order_id as name
    from silver.order_changes
    where order_id is not null
    union all
    select distinct utc_date, 'reason' as kind, reason_code as name
    from reasons
    where reason_code is not null
)

select * from final
