-- One row per event that arrived more than once on a UTC date: the copy that counts, unless a later day has the event
-- again. An event is the same when machine_id and event_id are, or, without event_id, when everything is. Of differing
-- copies the latest by time, then seq, counts.
--! grain: machine_id, event_id?, content
--! kind: table
--! version: 1
--! partition: utc_date
with repeated_identities as (
    select event_identities.utc_date, event_identities.identity
    from silver.event_identities as event_identities
    left join silver.superseded_identities as superseded_identities
        on event_identities.machine_id = superseded_identities.machine_id
        and event_identities.utc_date = superseded_identities.utc_date
        and event_identities.identity = superseded_identities.identity
    where event_identities.copy_count > 1 and superseded_identities.identity is null
),

candidates as (
    select
        identified_events.*,
        repeated_identities.utc_date,
        concat(
            as_text(event_at), '|', event_type, '|', coalesce(as_text(seq), ''), '|',
            coalesce(product_id, ''), '|', coalesce(order_id, ''), '|', coalesce(operator_id, ''), '|',
            as_text(is_product_cleared), '|', as_text(is_order_cleared), '|', as_text(is_operator_cleared), '|',
            coalesce(state, ''), '|', coalesce(reason_code, ''), '|', coalesce(as_text(good_qty), ''), '|',
            coalesce(as_text(scrap_qty), ''), '|', coalesce(as_text(rework_qty), ''), '|',
            coalesce(as_text(cycle_s), ''), '|', coalesce(unit_id, ''), '|', coalesce(as_text(total_count), ''), '|',
            coalesce(as_text(scrap_count), ''), '|', coalesce(as_text(temperature_c), ''), '|',
            coalesce(as_text(vibration_mm_s), ''), '|', coalesce(as_text(power_kw), ''), '|',
            coalesce(as_text(energy_kwh), ''), '|', coalesce(as_text(health_index), ''), '|',
            coalesce(characteristic, ''), '|', coalesce(as_text(measured), ''), '|',
            coalesce(as_text(lower_limit), ''), '|', coalesce(as_text(upper_limit), ''), '|',
            coalesce(verdict, ''), '|', coalesce(as_text(applies_at), ''), '|', coalesce(extra_fields, '')
        ) as content
    from silver.identified_events as identified_events
    inner join repeated_identities
        on identified_events.identity = repeated_identities.identity
        and cast(identified_events.event_at as date) = repeated_identities.utc_date
),

distinct_contents as (
    select
        *,
        row_number() over (
            partition by
                machine_id, utc_date, coalesce(event_id, ''), case when event_id is null then content else '' end
            order by event_at desc, coalesce(seq, -9007199254740992) desc, content
        ) as copy_no
    from candidates
),

final as (
    select
        machine_id,
        utc_date,
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
        extra_fields,
        identity,
        content
    from distinct_contents
    where copy_no = 1
)

select * from final
