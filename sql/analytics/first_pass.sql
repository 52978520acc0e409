-- How many units pass each machine without scrap or rework?
--! param: product_id text = null, one product only
select
    machine_id,
    product_id,
    sum(inspected_qty) as inspected_qty,
    sum(first_pass_qty) as first_pass_qty,
    sum(first_pass_qty) / nullif(sum(inspected_qty), 0) as first_pass_ratio
from gold.fact_first_pass
where $product_id is null or product_id = $product_id
group by machine_id, product_id
order by first_pass_ratio, machine_id, product_id
