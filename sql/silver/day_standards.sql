-- One row per machine, UTC date and standard in force on it, cut at the ends of the day, so that a standard that is
-- corrected touches only its own days.
--! grain: machine_id, utc_date, role, product_id?, valid_from_at
--! kind: table
--! version: 1
--! partition: utc_date
with machine_days as (
    select machine_id, utc_date from silver.machine_days
),

machine_standards as (
    select * from silver.machine_standards
),

final as (
    select
        machine_days.machine_id,
        machine_days.utc_date,
        machine_standards.role,
        machine_standards.product_id,
        machine_standards.ideal_cycle_us,
        greatest(machine_standards.valid_from_at, cast(machine_days.utc_date as timestamp)) as valid_from_at,
        least(machine_standards.valid_to_at, cast(machine_days.utc_date as timestamp) + interval '1' day)
            as valid_to_at
    from machine_days
    inner join machine_standards
        on machine_days.machine_id = machine_standards.machine_id
        and machine_standards.valid_from_at < cast(machine_days.utc_date as timestamp) + interval '1' day
        and machine_standards.valid_to_at > cast(machine_days.utc_date as timestamp)
)

select * from final
