-- What energy was burnt in each time bucket, over all machines of a place, and at what power?
select
    fact_energy.bucket,
    cast(sum(fact_energy.energy_j) as double) / 3.6e6 as energy_kwh,
    cast(sum(fact_energy.energy_j) as double) / nullif(cast(sum(sum(fact_energy.energy_j)) over () as double), 0e0)
        as energy_ratio,
    cast(sum(sum(fact_energy.energy_j)) over () as double) / 3.6e6 as total_kwh,
    cast(sum(fact_energy.covered_ms) as double) / 1e3 as covered_s,
    cast(sum(fact_energy.energy_j) as double) / nullif(cast(sum(fact_energy.covered_ms) as double), 0e0)
        as mean_power_kw
from gold.fact_energy as fact_energy
inner join dashboard.members as members
    on members.scope = $scope and members.scope_id = $scope_id and fact_energy.machine_id = members.machine_id
where
    fact_energy.production_date between cast($from_date as date) and cast($to_date as date)
    and ($shift = '' or fact_energy.shift_id = $shift)
group by fact_energy.bucket
order by energy_kwh desc, fact_energy.bucket
