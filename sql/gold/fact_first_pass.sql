-- One row per machine, production date and product with units known by serial number: how many it met, and how many
-- of them passed at once. A unit counts where it was first made, also when a verdict came days later.
--! grain: machine_id, production_date, product_id?
--! kind: table
--! partition: production_date
--! window: silver.slice_passes -1..2, silver.machine_slices -1..2
--! version: 1
with slice_passes as (
    select machine_id, slice_started_at, inspected_qty, first_pass_qty from silver.slice_passes
),

machine_slices as (
    select machine_id, started_at, production_date, product_id from silver.machine_slices
),

final as (
    select
        machine_slices.machine_id,
        machine_slices.production_date,
        machine_slices.product_id,
        cast(sum(slice_passes.inspected_qty) as bigint) as inspected_qty,
        cast(sum(slice_passes.first_pass_qty) as bigint) as first_pass_qty
    from slice_passes
    inner join machine_slices
        on slice_passes.machine_id = machine_slices.machine_id
        and slice_passes.slice_started_at = machine_slices.started_at
    group by machine_slices.machine_id, machine_slices.production_date, machine_slices.product_id
)

select * from final
