-- How much of the stopped time has no reason?
select
    machine_id,
    sum(stop_s) / 3600e0 as stopped_h,
    (sum(stop_s) - sum(explained_stop_s)) / 3600e0 as unexplained_h,
    sum(explained_stop_s) / nullif(sum(stop_s), 0e0) as explained_ratio
from gold.data_coverage
group by machine_id
order by unexplained_h desc, machine_id
