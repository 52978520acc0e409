-- One row per machine, production date and product with units known by serial number: how many it met, and how many
-- of them passed at once. A unit counts where it was first made, also when a verdict came days later.
--! grain: machine_id, production_date, product_id?
--! kind: table
--! partition: production_date
--! window: silver.unit_passes -1..2, silver.machine_slices -1..2
--! version: 1
with unit_passes as (
    select
        machine_id,
        floor_to_milli(first_met_at) as met_at,
        is_first_pass
    from silver.unit_passes
),

machine_slices as (
    select machine_id, started_at, ended_at, production_date, product_id from silver.machine_slices
),

final as (
    select
        machine_slices.machine_id,
        machine_slices.production_date,
        machine_slices.product_id,
        count(*) as inspected_qty,
        cast(sum(case when unit_passes.is_first_pass then 1 else 0 end) as bigint) as first_pass_qty
    from unit_passes
    inner join machine_slices
        on unit_passes.machine_id = machine_slices.machine_id
        and hour_number(unit_passes.met_at) = hour_number(machine_slices.started_at)
        and unit_passes.met_at >= machine_slices.started_at
        and unit_passes.met_at < machine_slices.ended_at
    group by machine_slices.machine_id, machine_slices.production_date, machine_slices.product_id
)

select * from final
