-- What did each machine of a place burn, how much of it outside running, and per good piece?
with energy as (
    select
        machine_id,
        cast(sum(energy_j) as double) / 3.6e6 as energy_kwh,
        cast(sum(energy_j) filter (where bucket != 'running') as double) / 3.6e6 as idle_kwh
    from gold.fact_energy
    where
        production_date between cast($from_date as date) and cast($to_date as date)
        and ($shift = '' or shift_id = $shift)
    group by machine_id
),

pieces as (
    select scope_id as machine_id, sum(good_qty) as good_qty
    from dashboard.shift_facts
    where
        scope = 'machine'
        and production_date between cast($from_date as date) and cast($to_date as date)
        and ($shift = '' or shift_id = $shift)
    group by scope_id
)

select
    energy.machine_id,
    energy.energy_kwh,
    energy.idle_kwh,
    energy.idle_kwh / nullif(energy.energy_kwh, 0e0) as idle_ratio,
    pieces.good_qty,
    energy.energy_kwh / nullif(cast(pieces.good_qty as double), 0e0) as kwh_per_good_unit
from energy
inner join dashboard.members as members
    on members.scope = $scope and members.scope_id = $scope_id and energy.machine_id = members.machine_id
left join pieces on energy.machine_id = pieces.machine_id
order by energy.energy_kwh desc, energy.machine_id
