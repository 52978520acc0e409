-- One row per event, each once however often it was sent: what every later model reads. Its inputs stand in place,
-- for a CTE that is named twice is computed as a whole, and no filter of a reader would reach the files.
--! grain: none
--! kind: view
--! version: 1
with single_events as (
    select
        identified_events.machine_id,
        identified_events.event_at,
        identified_events.event_type,
        identified_events.event_id,
        identified_events.seq,
        identified_events.product_id,
        identified_events.order_id,
        identified_events.operator_id,
        identified_events.is_product_cleared,
        identified_events.is_order_cleared,
        identified_events.is_operator_cleared,
        identified_events.state,
        identified_events.reason_code,
        identified_events.good_qty,
        identified_events.scrap_qty,
        identified_events.rework_qty,
        identified_events.cycle_s,
        identified_events.unit_id,
        identified_events.total_count,
        identified_events.scrap_count,
        identified_events.temperature_c,
        identified_events.vibration_mm_s,
        identified_events.power_kw,
        identified_events.energy_kwh,
        identified_events.health_index,
        identified_events.characteristic,
        identified_events.measured,
        identified_events.lower_limit,
        identified_events.upper_limit,
        identified_events.verdict,
        identified_events.applies_at,
        identified_events.extra_fields
    from silver.identified_events as identified_events
    left join silver.withheld_identities as withheld_identities
        on identified_events.identity = withheld_identities.identity
        and cast(identified_events.event_at as date) = withheld_identities.utc_date
    where withheld_identities.identity is null
),

final as (
    select * from single_events
    union all
    select
        machine_id,
        event_at,
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
        good_qty,
        scrap_qty,
        rework_qty,
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
        extra_fields
    from silver.repeated_events
)

select * from final
