-- One row per measured characteristic of an inspection, with its limits and the product and shift it was measured in.
-- Readings beyond 1e100 are no measurements.
--! grain: none
--! kind: table
--! partition: utc_date
--! version: 1
with inspections as (
    select
        machine_id,
        event_at,
        floor_to_milli(event_at) as placed_at,
        seq,
        event_id,
        characteristic,
        measured,
        lower_limit,
        upper_limit
    from silver.events
    where event_type = 'inspection' and abs(measured) <= 1e100
),

machine_slices as (
    select machine_id, started_at, ended_at, production_date, shift_id, product_id from silver.machine_slices
),

final as (
    select
        inspections.machine_id,
        cast(inspections.event_at as date) as utc_date,
        machine_slices.product_id,
        inspections.characteristic,
        machine_slices.production_date,
        coalesce(machine_slices.shift_id, 'unscheduled') as shift_id,
        inspections.seq,
        inspections.event_id,
        inspections.measured,
        inspections.lower_limit,
        inspections.upper_limit,
        inspections.event_at as measured_at
    from inspections
    inner join machine_slices
        on inspections.machine_id = machine_slices.machine_id
        and hour_number(inspections.placed_at) = hour_number(machine_slices.started_at)
        and inspections.placed_at >= machine_slices.started_at
        and inspections.placed_at < machine_slices.ended_at
)

select * from final
