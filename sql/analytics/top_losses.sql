-- Which losses and reasons cost most time?
--! param: machine_id text = null, one machine only
--! param: first_date date = null, first production date
--! param: last_date date = null, last production date
--! param: rows integer = 15, how many to show
select
    fact_loss.machine_id,
    fact_loss.bucket,
    fact_loss.reason_code,
    coalesce(min(dim_reason.name), fact_loss.reason_code) as reason,
    sum(fact_loss.loss_ms) / 3.6e6 as loss_h,
    sum(fact_loss.stop_count) as stop_count,
    max(fact_loss.longest_ms) / 6e4 as longest_min
from gold.fact_loss as fact_loss
left join gold.dim_reason as dim_reason on fact_loss.reason_code = dim_reason.reason_code
where
    fact_loss.bucket in ('setup', 'breakdown', 'starved', 'blocked', 'minor_stop', 'other_stop')
    and ($machine_id is null or fact_loss.machine_id = $machine_id)
    and ($first_date is null or fact_loss.production_date >= $first_date)
    and ($last_date is null or fact_loss.production_date <= $last_date)
group by fact_loss.machine_id, fact_loss.bucket, fact_loss.reason_code
order by loss_h desc, fact_loss.machine_id, fact_loss.bucket, fact_loss.reason_code
limit $rows
