-- One row per machine, production date and band of health (0: health_index 0.0 to 0.2 ... 4: 0.8 to 1.0): operating
-- time (running and setup), failures that began, pieces and scrap. What came before the first reading of health is
-- left out.
--! grain: machine_id, production_date, band_no
--! kind: table
--! partition: production_date
--! window: silver.health_days -1..2
--! version: 1
with health_days as (
    select * from silver.health_days
),

final as (
    select
        machine_id,
        production_date,
        band_no,
        cast(sum(operating_ms) as bigint) as operating_ms,
        cast(sum(failure_count) as bigint) as failure_count,
        cast(sum(total_qty) as bigint) as total_qty,
        cast(sum(scrap_qty) as bigint) as scrap_qty
    from health_days
    group by machine_id, production_date, band_no
)

select * from final
