-- One row per differing line of a machine at an instant at which a line stands that came more than once, that day or on
-- several: whether it is the copy that counts on its day. An event is the same when machine_id and event_id are, or,
-- without event_id, when everything is. Of differing copies the latest by time, then seq, counts. All that happened at
-- such an instant is settled here, so that no reader of the other events need look at their identities.
--! grain: machine_id, event_at, event_id?, content
--! kind: table
--! version: 1
--! partition: utc_date
with instants as (
    select distinct identified_events.machine_id, identified_events.event_at
    from silver.identified_events as identified_events
    inner join silver.recurring_identities as recurring_identities
        on identified_events.identity = recurring_identities.identity
        and cast(identified_events.event_at as date) = recurring_identities.utc_date
),

candidates as (
    select distinct
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
        identified_events.extra_fields,
        identified_events.identity,
        cast(identified_events.event_at as date) as utc_date,
        concat(
            as_text(identified_events.event_at), '|', event_type, '|', coalesce(as_text(seq), ''), '|',
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
    inner join instants
        on identified_events.machine_id = instants.machine_id and identified_events.event_at = instants.event_at
),

ordered as (
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
        content,
        copy_no = 1 as is_last_copy
    from ordered
)

select * from final
