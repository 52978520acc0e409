-- One row per measured characteristic of an inspection, with its limits and the product and shift it was measured
-- in; measurement_no counts within machine, product and characteristic. Readings beyond 1e100 are no measurements.
--! grain: machine_id, product_id?, characteristic?, measurement_no
--! kind: table
--! version: 1
with inspections as (
    select
        machine_id,
        floor_to_milli(event_at) as measured_at,
        event_at,
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
        machine_slices.product_id,
        inspections.characteristic,
        row_number() over (
            partition by inspections.machine_id, machine_slices.product_id, inspections.characteristic
            order by
                inspections.event_at,
                coalesce(inspections.seq, -9007199254740992),
                coalesce(inspections.event_id, ''),
                inspections.measured,
                coalesce(inspections.lower_limit, -1e300),
                coalesce(inspections.upper_limit, -1e300)
        ) as measurement_no,
        machine_slices.production_date,
        coalesce(machine_slices.shift_id, 'unscheduled') as shift_id,
        inspections.measured,
        inspections.lower_limit,
        inspections.upper_limit,
        inspections.measured_at
    from inspections
    inner join machine_slices
        on inspections.machine_id = machine_slices.machine_id
        and hour_number(inspections.measured_at) = hour_number(machine_slices.started_at)
        and inspections.measured_at >= machine_slices.started_at
        and inspections.measured_at < machine_slices.ended_at
)

select * from final
