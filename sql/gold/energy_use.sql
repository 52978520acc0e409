-- One row per machine and production date with energy: what it used, how much of that while it did not run, and what a
-- good piece took. Idle is every bucket but running.
--! grain: machine_id, production_date
--! kind: view
--! version: 1
with energy as (
    select
        machine_id,
        production_date,
        sum(energy_j) as energy_j,
        sum(case when bucket = 'running' then 0 else energy_j end) as idle_j
    from gold.fact_energy
    group by machine_id, production_date
),

pieces as (
    select machine_id, production_date, sum(good_qty) as good_qty
    from gold.fact_oee
    group by machine_id, production_date
),

final as (
    select
        energy.machine_id,
        energy.production_date,
        cast(energy.energy_j as double) / 3.6e6 as energy_kwh,
        cast(energy.idle_j as double) / 3.6e6 as idle_kwh,
        cast(energy.idle_j as double) / nullif(cast(energy.energy_j as double), 0e0) as idle_ratio,
        cast(pieces.good_qty as bigint) as good_qty,
        cast(energy.energy_j as double) / 3.6e6 / nullif(cast(pieces.good_qty as double), 0e0) as kwh_per_good_unit
    from energy
    inner join pieces
        on energy.machine_id = pieces.machine_id and energy.production_date = pieces.production_date
)

select * from final
