-- One row per stretch between two readings of energy: from the machine's meter, or from its power where it has no
-- meter.
--! grain: machine_id, step_no
--! kind: view
--! version: 1
with final as (
    select machine_id, step_no, started_at, ended_at, energy_j from silver.meter_steps
    union all
    select machine_id, step_no, started_at, ended_at, energy_j from silver.power_steps
)

select * from final
