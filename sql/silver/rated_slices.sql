-- One row per machine slice with the standards in force at its start, in microseconds per piece; null where none is.
-- The standard of the very product goes before that for any product. line_ideal_cycle_us is the standard of the line's
-- constraint, and only the output machine of a line has it.
--! grain: machine_id, slice_started_at
--! kind: view
--! version: 1
with machine_slices as (
    select machine_id, utc_date, started_at, product_id from silver.machine_slices
),

machine_standards as (
    select * from silver.day_standards where role = 'machine'
),

line_standards as (
    select * from silver.day_standards where role = 'line'
),

final as (
    select
        machine_slices.machine_id,
        machine_slices.utc_date,
        machine_slices.started_at as slice_started_at,
        coalesce(of_product.ideal_cycle_us, of_any.ideal_cycle_us) as ideal_cycle_us,
        coalesce(line_of_product.ideal_cycle_us, line_of_any.ideal_cycle_us) as line_ideal_cycle_us
    from machine_slices
    left join machine_standards as of_product
        on machine_slices.machine_id = of_product.machine_id
        and machine_slices.utc_date = of_product.utc_date
        and machine_slices.product_id = of_product.product_id
        and machine_slices.started_at >= of_product.valid_from_at
        and machine_slices.started_at < of_product.valid_to_at
    left join machine_standards as of_any
        on machine_slices.machine_id = of_any.machine_id
        and machine_slices.utc_date = of_any.utc_date
        and of_any.product_id is null
        and machine_slices.started_at >= of_any.valid_from_at
        and machine_slices.started_at < of_any.valid_to_at
    left join line_standards as line_of_product
        on machine_slices.machine_id = line_of_product.machine_id
        and machine_slices.utc_date = line_of_product.utc_date
        and machine_slices.product_id = line_of_product.product_id
        and machine_slices.started_at >= line_of_product.valid_from_at
        and machine_slices.started_at < line_of_product.valid_to_at
    left join line_standards as line_of_any
        on machine_slices.machine_id = line_of_any.machine_id
        and machine_slices.utc_date = line_of_any.utc_date
        and line_of_any.product_id is null
        and machine_slices.started_at >= line_of_any.valid_from_at
        and machine_slices.started_at < line_of_any.valid_to_at
)

select * from final
