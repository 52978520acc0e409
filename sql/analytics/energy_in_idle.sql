-- How much energy do machines burn while they make nothing?
--! param: first_date date = null, first production date
--! param: last_date date = null, last production date
select
    machine_id,
    sum(energy_kwh) filter (where bucket != 'running') as standing_kwh,
    sum(energy_kwh) as energy_kwh,
    sum(energy_kwh) filter (where bucket != 'running') / nullif(sum(energy_kwh), 0e0) as standing_ratio,
    sum(energy_kwh) filter (where bucket = 'unscheduled') as unscheduled_kwh,
    sum(energy_kwh) filter (where bucket in ('starved', 'blocked')) as waiting_kwh,
    sum(energy_kwh) filter (where bucket in ('breakdown', 'setup', 'minor_stop', 'other_stop')) as stopped_kwh
from gold.energy_by_bucket
where
    ($first_date is null or production_date >= $first_date)
    and ($last_date is null or production_date <= $last_date)
group by machine_id
order by standing_kwh desc nulls last, machine_id
