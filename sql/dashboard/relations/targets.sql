-- One row per place, KPI and date from which a target holds: that of the place itself, else of its line, else of its
-- site.
with above as (
    select scope, scope_id, scope as target_scope, scope_id as target_id, 1 as distance_no from dashboard.units
    union all
    select 'machine', machine_id, 'line', line_id, 2 from gold.dim_machine where line_id is not null
    union all
    select 'machine', machine_id, 'site', site_id, 3 from gold.dim_machine where site_id is not null
    union all
    select distinct 'line', line_id, 'site', site_id, 2
    from gold.dim_machine
    where line_id is not null and site_id is not null
    union all
    -- One site is the whole plant.
    select 'plant', '', 'site', min(site_id), 2
    from gold.dim_machine
    having count(distinct coalesce(site_id, '')) = 1 and min(site_id) is not null
)

select
    above.scope,
    above.scope_id,
    dim_target.kpi,
    dim_target.target,
    dim_target.valid_from_date,
    dim_target.valid_to_date,
    above.distance_no,
    dim_target.scope as target_scope,
    dim_target.scope_id as target_id
from above
inner join gold.dim_target as dim_target
    on above.target_scope = dim_target.scope and above.target_id = dim_target.scope_id
