-- What did a machine reject in a shift, and why?
--! param: machine_id text, the machine
--! param: production_date date, the production date
--! param: shift_id text, the shift
select
    fact_scrap.reason_code,
    coalesce(min(dim_reason.name), fact_scrap.reason_code) as reason,
    fact_scrap.is_startup,
    sum(fact_scrap.scrap_qty) as scrap_qty,
    sum(fact_scrap.rework_qty) as rework_qty,
    sum(fact_scrap.reject_us) / 1e6 as reject_s
from gold.fact_scrap as fact_scrap
left join gold.dim_reason as dim_reason on fact_scrap.reason_code = dim_reason.reason_code
where
    fact_scrap.machine_id = $machine_id
    and fact_scrap.production_date = $production_date
    and fact_scrap.shift_id = $shift_id
group by fact_scrap.reason_code, fact_scrap.is_startup
order by reject_s desc, fact_scrap.reason_code
