-- One row per event, each once however often it was sent: what every later model reads. Its inputs stand in place,
-- for a CTE that is named twice is computed as a whole, and no filter of a reader would reach the files.
--! grain: none
--! kind: view
--! version: 1
with contested_instants as (
    select distinct machine_id, event_at from silver.contested_events
),

final as (
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
    left join contested_instants
        on identified_events.machine_id = contested_instants.machine_id
        and identified_events.event_at = contested_instants.event_at
    where contested_instants.machine_id is null
    union all
    select
        contested_events.machine_id,
        contested_events.event_at,
        contested_events.event_type,
        contested_events.event_id,
        contested_events.seq,
        contested_events.product_id,
        contested_events.order_id,
        contested_events.operator_id,
        contested_events.is_product_cleared,
        contested_events.is_order_cleared,
        contested_events.is_operator_cleared,
        contested_events.state,
        contested_events.reason_code,
        contested_events.good_qty,
        contested_events.scrap_qty,
        contested_events.rework_qty,
        contested_events.cycle_s,
        contested_events.unit_id,
        contested_events.total_count,
        contested_events.scrap_count,
        contested_events.temperature_c,
        contested_events.vibration_mm_s,
        contested_events.power_kw,
        contested_events.energy_kwh,
        contested_events.health_index,
        contested_events.characteristic,
        contested_events.measured,
        contested_events.lower_limit,
        contested_events.upper_limit,
        contested_events.verdict,
        contested_events.applies_at,
        contested_events.extra_fields
    from silver.contested_events as contested_events
    left join silver.superseded_events as superseded_events
        on contested_events.machine_id = superseded_events.machine_id
        and contested_events.event_id = superseded_events.event_id
        and contested_events.utc_date = superseded_events.utc_date
    where contested_events.is_last_copy and superseded_events.machine_id is null
)

select * from final
