-- Which places are there: plant, sites, lines and machines, and when was each last heard?
select
    scope,
    scope_id,
    parent_scope,
    parent_id,
    name,
    position_no,
    constraint_machine_id,
    output_machine_id,
    time_zone,
    horizon_at
from dashboard.units
order by
    case scope when 'plant' then 1 when 'site' then 2 when 'line' then 3 else 4 end,
    parent_id,
    position_no,
    scope_id
