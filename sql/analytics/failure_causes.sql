-- What do machines fail of, and what does each cause cost?
--! param: machine_id text = null, one machine only
select
    fact_failure.machine_id,
    fact_failure.reason_code,
    coalesce(min(dim_reason.name), fact_failure.reason_code) as reason,
    count(*) as failure_count,
    sum(fact_failure.repair_ms) / 3.6e6 as repair_h,
    sum(fact_failure.repair_ms) filter (where not fact_failure.is_open) / 6e4
        / nullif(count(*) filter (where not fact_failure.is_open), 0) as mttr_min,
    max(fact_failure.failed_at) as last_failed_at
from gold.fact_failure as fact_failure
left join gold.dim_reason as dim_reason on fact_failure.reason_code = dim_reason.reason_code
where $machine_id is null or fact_failure.machine_id = $machine_id
group by fact_failure.machine_id, fact_failure.reason_code
order by repair_h desc, fact_failure.machine_id, fact_failure.reason_code
