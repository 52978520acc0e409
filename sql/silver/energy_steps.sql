-- One row per stretch between two readings of energy and UTC day it touches: from the machine's meter, or from its
-- power where it has no meter.
--! grain: machine_id, utc_date, started_at
--! kind: view
--! version: 1
with final as (
    select machine_id, utc_date, started_at, ended_at, energy_j from silver.meter_steps
    union all
    select machine_id, utc_date, started_at, ended_at, energy_j from silver.power_steps
)

select * from final
