-- Which short stops come most often, and what do they add up to?
--! param: machine_id text = null, one machine only
--! param: rows integer = 15, how many to show
select
    fact_loss.machine_id,
    coalesce(min(dim_reason.name), fact_loss.reason_code) as reason,
    sum(fact_loss.stop_count) as stop_count,
    sum(fact_loss.loss_ms) / 6e4 as loss_min,
    sum(fact_loss.loss_ms) / 1e3 / nullif(sum(fact_loss.stop_count), 0) as mean_stop_s
from gold.fact_loss as fact_loss
left join gold.dim_reason as dim_reason on fact_loss.reason_code = dim_reason.reason_code
where fact_loss.bucket = 'minor_stop' and ($machine_id is null or fact_loss.machine_id = $machine_id)
group by fact_loss.machine_id, fact_loss.reason_code
order by stop_count desc, loss_min desc, fact_loss.machine_id, reason
limit $rows
