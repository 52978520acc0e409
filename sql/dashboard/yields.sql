-- How many units passed each machine at once, over the dates asked for?
select
    fact_first_pass.machine_id,
    fact_first_pass.product_id,
    sum(fact_first_pass.inspected_qty) as inspected_qty,
    sum(fact_first_pass.first_pass_qty) as first_pass_qty,
    cast(sum(fact_first_pass.first_pass_qty) as double)
        / nullif(cast(sum(fact_first_pass.inspected_qty) as double), 0e0) as first_pass_yield
from gold.fact_first_pass as fact_first_pass
inner join dashboard.members as members
    on members.scope = $scope and members.scope_id = $scope_id and fact_first_pass.machine_id = members.machine_id
where
    fact_first_pass.production_date between cast($from_date as date) and cast($to_date as date)
    and ($product = '' or fact_first_pass.product_id = $product)
group by fact_first_pass.machine_id, fact_first_pass.product_id
order by first_pass_yield nulls last, fact_first_pass.machine_id, fact_first_pass.product_id
