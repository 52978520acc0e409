-- How long do changeovers take, and on which machine do they cost most?
select
    fact_loss.machine_id,
    coalesce(min(dim_reason.name), fact_loss.reason_code) as reason,
    sum(fact_loss.stop_count) as setup_count,
    sum(fact_loss.loss_ms) / 3.6e6 as setup_h,
    sum(fact_loss.loss_ms) / 6e4 / nullif(sum(fact_loss.stop_count), 0) as mean_setup_min,
    max(fact_loss.longest_ms) / 6e4 as longest_min
from gold.fact_loss as fact_loss
left join gold.dim_reason as dim_reason on fact_loss.reason_code = dim_reason.reason_code
where fact_loss.bucket = 'setup'
group by fact_loss.machine_id, fact_loss.reason_code
order by setup_h desc, fact_loss.machine_id, reason
