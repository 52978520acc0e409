-- One row per product of the plant or of the telemetry.
--! grain: product_id
--! kind: table
--! version: 1
with products as (
    select * from reference.products
),

all_product_ids as (
    select product_id from products
    union
    select name as product_id from silver.told_names where kind = 'product'
),

final as (
    select
        all_product_ids.product_id,
        coalesce(products.name, all_product_ids.product_id) as name
    from all_product_ids
    left join products on all_product_ids.product_id = products.product_id
)

select * from final
