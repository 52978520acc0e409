-- Which reasons lie behind the steps of the waterfall? Times are those of the machines that measure the place; rejects
-- are worth their standard time. Facts of stops are not split by product.
with measured as (
    select machine_id from dashboard.members where scope = $scope and scope_id = $scope_id and is_measured
),

stops as (
    select
        fact_loss.bucket as step,
        fact_loss.reason_code,
        cast(sum(fact_loss.loss_ms) as double) / 1e3 as loss_s,
        sum(fact_loss.stop_count) as stop_count,
        cast(max(fact_loss.longest_ms) as double) / 1e3 as longest_s,
        cast(null as hugeint) as reject_qty
    from gold.fact_loss as fact_loss
    inner join measured on fact_loss.machine_id = measured.machine_id
    where
        fact_loss.production_date between cast($from_date as date) and cast($to_date as date)
        and ($shift = '' or fact_loss.shift_id = $shift)
    group by fact_loss.bucket, fact_loss.reason_code
),

rejects as (
    select
        'reject' as step,
        fact_scrap.reason_code,
        cast(sum(fact_scrap.reject_us) as double) / 1e6 as loss_s,
        cast(null as hugeint) as stop_count,
        cast(null as double) as longest_s,
        sum(fact_scrap.scrap_qty + fact_scrap.rework_qty) as reject_qty
    from gold.fact_scrap as fact_scrap
    inner join measured on fact_scrap.machine_id = measured.machine_id
    where
        fact_scrap.production_date between cast($from_date as date) and cast($to_date as date)
        and ($shift = '' or fact_scrap.shift_id = $shift)
    group by fact_scrap.reason_code
),

all_reasons as (
    select * from stops
    union all
    select * from rejects
)

select
    all_reasons.step,
    all_reasons.reason_code,
    dim_reason.name as reason_name,
    all_reasons.loss_s,
    all_reasons.stop_count,
    all_reasons.longest_s,
    all_reasons.reject_qty
from all_reasons
left join gold.dim_reason as dim_reason on all_reasons.reason_code = dim_reason.reason_code
order by all_reasons.step, all_reasons.loss_s desc, all_reasons.reason_code
