-- One row per machine and standard that slices of it are rated by: its own, and for the output machine of a line also
-- that of the line's constraint.
--! grain: machine_id, role, product_id?, valid_from_at
--! kind: table
--! version: 1
with standards as (
    select * from silver.standards
),

machines as (
    select * from silver.machine_places
),

final as (
    select
        machines.machine_id,
        'machine' as role,
        standards.product_id,
        standards.ideal_cycle_us,
        standards.valid_from_at,
        standards.valid_to_at
    from machines
    inner join standards on machines.machine_id = standards.machine_id
    union all
    select
        machines.machine_id,
        'line' as role,
        standards.product_id,
        standards.ideal_cycle_us,
        standards.valid_from_at,
        standards.valid_to_at
    from machines
    inner join standards on machines.constraint_machine_id = standards.machine_id
    where machines.machine_id = machines.output_machine_id
)

select * from final
