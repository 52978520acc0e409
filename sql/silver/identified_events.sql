-- One row per line of every source, with the hash of its identity: (machine_id, event_id), or the whole event without
-- event_id. Equal events hash equal; the few unequal ones that share a hash are told apart in silver.contested_events.
--! grain: none
--! kind: view
--! version: 1
--! collect: silver.source_events = silver.events_*
with source_events as (
    select * from silver.source_events
),

final as (
    select
        machine_id,
        event_at,
        event_type,
        event_id,
        seq,
        product_id,
        order_id,
        operator_id,
        coalesce(is_product_cleared, false) as is_product_cleared,
        coalesce(is_order_cleared, false) as is_order_cleared,
        coalesce(is_operator_cleared, false) as is_operator_cleared,
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
        extra_fields,
        batch_id,
        ingested_at,
        source_file,
        case
            when event_id is not null then identity_hash(machine_id, event_id)
            else identity_hash(machine_id, concat(
                as_text(event_at), '|', event_type, '|', coalesce(as_text(seq), ''), '|', coalesce(state, ''), '|',
                coalesce(as_text(good_qty), ''), '|', coalesce(as_text(energy_kwh), '')
            ))
        end as identity
    from source_events
)

select * from final
