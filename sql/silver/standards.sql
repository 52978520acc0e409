-- One row per standard and its validity in UTC: microseconds per piece; product_id null stands for any product.
--! grain: machine_id, product_id?, valid_from_at
--! kind: table
--! version: 1
with standards as (
    select * from reference.standards
),

machines as (
    select * from silver.machine_places
),

final as (
    select
        standards.machine_id,
        standards.product_id,
        cast(round(cast(standards.ideal_cycle_s as double) * 1e6) as bigint) as ideal_cycle_us,
        coalesce(
            utc_from_text(standards.valid_from, coalesce(machines.time_zone, 'UTC')),
            cast('1900-01-01' as timestamp)
        ) as valid_from_at,
        coalesce(
            utc_from_text(standards.valid_to, coalesce(machines.time_zone, 'UTC')),
            cast('2200-01-01' as timestamp)
        ) as valid_to_at
    from standards
    left join machines on standards.machine_id = machines.machine_id
)

select * from final
