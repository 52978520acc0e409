-- Do worn machines fail more and scrap more?
--! param: machine_id text = null, one machine only
select machine_id, health_band, operating_h, failure_count, failures_per_1000_h, total_qty, scrap_ratio
from gold.degradation
where $machine_id is null or machine_id = $machine_id
order by machine_id, health_band desc
