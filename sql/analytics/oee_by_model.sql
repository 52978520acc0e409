-- How did each model (product) do, worst first?
select
    oee_by_product.product_id,
    coalesce(dim_product.name, oee_by_product.product_id) as product,
    oee_by_product.oee,
    oee_by_product.availability,
    oee_by_product.performance,
    oee_by_product.quality,
    oee_by_product.good_qty,
    oee_by_product.total_qty,
    oee_by_product.planned_production_s / 3600e0 as planned_production_h
from gold.oee_by_product as oee_by_product
left join gold.dim_product as dim_product on oee_by_product.product_id = dim_product.product_id
order by oee_by_product.oee nulls last, oee_by_product.product_id
