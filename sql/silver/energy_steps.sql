-- One row per stretch between two readings of energy: from the machine's meter, or from its power where it has no
-- meter.
--! grain: machine_id, started_at
--! kind: view
--! version: 1
with final as (
    select machine_id, started_at, ended_at, energy_j from silver.meter_steps
    union all
    select machine_id, started_at, ended_at, energy_j from silver.power_steps
)

select * from final
