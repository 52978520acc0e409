-- Which failures began in the dates asked for, the latest first, at most $limit? failure_total counts all.
select
    fact_failure.machine_id,
    fact_failure.failed_at,
    fact_failure.restored_at,
    cast(fact_failure.repair_ms as double) / 1e3 as repair_s,
    cast(fact_failure.operating_ms as double) / 1e3 as operating_s,
    fact_failure.reason_code,
    dim_reason.name as reason_name,
    fact_failure.is_open,
    count(*) over () as failure_total
from gold.fact_failure as fact_failure
inner join dashboard.members as members
    on members.scope = $scope and members.scope_id = $scope_id and fact_failure.machine_id = members.machine_id
left join gold.dim_reason as dim_reason on fact_failure.reason_code = dim_reason.reason_code
where
    fact_failure.production_date between cast($from_date as date) and cast($to_date as date)
    and ($shift = '' or fact_failure.shift_id = $shift)
order by fact_failure.failed_at desc, fact_failure.machine_id
limit cast($limit as bigint)
