-- One row per line of canonical telemetry, as received: the columns that every source maps to.
--! grain: none
--! kind: view
--! version: 1
with telemetry as (
    select * from bronze.telemetry
),

final as (
    select
        machine_id,
        ts as event_at,
        event_type,
        event_id,
        seq,
        product_id,
        order_id,
        operator_id,
        is_product_cleared,
        is_order_cleared,
        is_operator_cleared,
        state,
        reason_code,
        good as good_qty,
        scrap as scrap_qty,
        rework as rework_qty,
        cycle_s,
        unit_id,
        total_count,
        scrap_count,
        temperature_c,
        vibration_mm_s,
        power_kw,
        energy_kwh,
        health_index,
        characteristic,
        measured,
        lower_limit,
        upper_limit,
        verdict,
        applies_at,
        extra_fields,
        _batch_id as batch_id,
        _ingested_at as ingested_at,
        _source_file as source_file
    from telemetry
)

select * from final
