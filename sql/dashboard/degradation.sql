-- Do worn machines fail and scrap more, over all machines of a place and the dates asked for? Health from 1 (new) to 0.
with bands as (
    select
        fact_health.band_no,
        sum(fact_health.operating_ms) as operating_ms,
        sum(fact_health.failure_count) as failure_count,
        sum(fact_health.total_qty) as total_qty,
        sum(fact_health.scrap_qty) as scrap_qty
    from gold.fact_health as fact_health
    inner join dashboard.members as members
        on members.scope = $scope and members.scope_id = $scope_id and fact_health.machine_id = members.machine_id
    where fact_health.production_date between cast($from_date as date) and cast($to_date as date)
    group by fact_health.band_no
)

select
    ['0.0-0.2', '0.2-0.4', '0.4-0.6', '0.6-0.8', '0.8-1.0'][band_no + 1] as health_band,
    cast(operating_ms as double) / 3.6e6 as operating_h,
    failure_count,
    1e3 * failure_count / nullif(cast(operating_ms as double) / 3.6e6, 0e0) as failures_per_1000_h,
    total_qty,
    scrap_qty,
    cast(scrap_qty as double) / nullif(cast(total_qty as double), 0e0) as scrap_ratio
from bands
order by band_no
