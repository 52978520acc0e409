-- The joules of a machine's readings are all in its facts.
--! severity: error
with metered as (
    select machine_id, sum(energy_j) as energy_j from silver.energy_steps group by machine_id
),

counted as (
    select machine_id, sum(energy_j) as energy_j from gold.fact_oee group by machine_id
)

select metered.machine_id, metered.energy_j as in_meter, counted.energy_j as in_facts
from metered
left join counted on metered.machine_id = counted.machine_id
where metered.energy_j != coalesce(counted.energy_j, 0)
