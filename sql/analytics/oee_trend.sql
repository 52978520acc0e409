-- Is it getting better, week by week?
--! param: machine_id text = null, one machine only; all machines together if none is given
with weeks as (
    select 'all' as scope_id, oee_by_week.* from gold.oee_by_week as oee_by_week
    union all by name
    select machine_id as scope_id, by_machine.* from gold.oee_by_machine_week as by_machine
)

select
    scope_id,
    production_week,
    oee,
    oee - lag(oee) over (partition by scope_id order by production_week) as oee_change,
    availability,
    performance,
    quality,
    coverage,
    good_qty
from weeks
where scope_id = coalesce($machine_id, 'all')
order by production_week
