-- What is rejected, and why?
--! param: machine_id text = null, one machine only
--! param: product_id text = null, one product only
--! param: rows integer = 20, how many reasons to show
with pieces as (
    select machine_id, product_id, sum(total_qty) as total_qty
    from gold.fact_oee
    group by machine_id, product_id
)

select
    fact_scrap.machine_id,
    fact_scrap.product_id,
    coalesce(min(dim_reason.name), fact_scrap.reason_code) as reason,
    sum(fact_scrap.scrap_qty) as scrap_qty,
    sum(fact_scrap.rework_qty) as rework_qty,
    sum(fact_scrap.scrap_qty) / nullif(min(pieces.total_qty), 0) as scrap_ratio,
    sum(fact_scrap.reject_us) / 6e7 as lost_min
from gold.fact_scrap as fact_scrap
left join pieces
    on fact_scrap.machine_id = pieces.machine_id
    and fact_scrap.product_id is not distinct from pieces.product_id
left join gold.dim_reason as dim_reason on fact_scrap.reason_code = dim_reason.reason_code
where
    ($machine_id is null or fact_scrap.machine_id = $machine_id)
    and ($product_id is null or fact_scrap.product_id = $product_id)
group by fact_scrap.machine_id, fact_scrap.product_id, fact_scrap.reason_code
order by lost_min desc, scrap_qty desc, fact_scrap.machine_id, fact_scrap.product_id, reason
limit $rows
