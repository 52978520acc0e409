-- One row per machine, shift, product, order and reason of rejected pieces: how many were scrapped, how many reworked,
-- and the standard time they are worth. Rejects of the start-up are told apart.
--! grain: machine_id, production_date, shift_id, product_id?, order_id?, reason_code?, is_startup
--! kind: table
--! version: 1
--! partition: production_date
--! window: silver.slice_rejects -1..2, silver.machine_slices -1..2, silver.day_standards -1..2
with slice_rejects as (
    select * from silver.slice_rejects
),

final as (
    select
        slice_rejects.machine_id,
        machine_slices.production_date,
        coalesce(machine_slices.shift_id, 'unscheduled') as shift_id,
        machine_slices.product_id,
        machine_slices.order_id,
        slice_rejects.reason_code,
        slice_rejects.is_startup,
        cast(sum(slice_rejects.scrap_qty) as bigint) as scrap_qty,
        cast(sum(slice_rejects.rework_qty) as bigint) as rework_qty,
        cast(coalesce(sum(
            (slice_rejects.scrap_qty + slice_rejects.rework_qty) * rated_slices.ideal_cycle_us
        ), 0) as bigint) as reject_us
    from slice_rejects
    inner join silver.machine_slices as machine_slices
        on slice_rejects.machine_id = machine_slices.machine_id
        and slice_rejects.slice_started_at = machine_slices.started_at
    inner join silver.rated_slices as rated_slices
        on slice_rejects.machine_id = rated_slices.machine_id
        and slice_rejects.slice_started_at = rated_slices.slice_started_at
    group by
        slice_rejects.machine_id,
        machine_slices.production_date,
        coalesce(machine_slices.shift_id, 'unscheduled'),
        machine_slices.product_id,
        machine_slices.order_id,
        slice_rejects.reason_code,
        slice_rejects.is_startup
)

select * from final
