-- Why were pieces rejected, over all machines of a place?
with members as (
    select machine_id from dashboard.members where scope = $scope and scope_id = $scope_id
),

pieces as (
    select sum(shift_facts.total_qty) as total_qty
    from dashboard.shift_facts as shift_facts
    inner join members on shift_facts.scope = 'machine' and shift_facts.scope_id = members.machine_id
    where
        shift_facts.production_date between cast($from_date as date) and cast($to_date as date)
        and ($shift = '' or shift_facts.shift_id = $shift)
        and ($product = '' or shift_facts.product_id = $product)
),

rejects as (
    select
        fact_scrap.reason_code,
        fact_scrap.is_startup,
        sum(fact_scrap.scrap_qty) as scrap_qty,
        sum(fact_scrap.rework_qty) as rework_qty,
        cast(sum(fact_scrap.reject_us) as double) / 1e6 as reject_s
    from gold.fact_scrap as fact_scrap
    inner join members on fact_scrap.machine_id = members.machine_id
    where
        fact_scrap.production_date between cast($from_date as date) and cast($to_date as date)
        and ($shift = '' or fact_scrap.shift_id = $shift)
        and ($product = '' or fact_scrap.product_id = $product)
    group by fact_scrap.reason_code, fact_scrap.is_startup
)

select
    rejects.reason_code,
    dim_reason.name as reason_name,
    rejects.is_startup,
    rejects.scrap_qty,
    rejects.rework_qty,
    rejects.scrap_qty + rejects.rework_qty as reject_qty,
    cast(rejects.scrap_qty + rejects.rework_qty as double) / nullif(cast(pieces.total_qty as double), 0e0)
        as reject_ratio,
    sum(rejects.scrap_qty + rejects.rework_qty) over (
        order by rejects.scrap_qty + rejects.rework_qty desc, coalesce(rejects.reason_code, ''), rejects.is_startup
        rows between unbounded preceding and current row
    ) / nullif(sum(rejects.scrap_qty + rejects.rework_qty) over (), 0e0) as cumulative_ratio,
    pieces.total_qty,
    rejects.reject_s
from rejects
cross join pieces
left join gold.dim_reason as dim_reason on rejects.reason_code = dim_reason.reason_code
order by reject_qty desc, coalesce(rejects.reason_code, ''), rejects.is_startup
