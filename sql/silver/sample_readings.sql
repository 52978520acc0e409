-- One row per reading of an energy meter (kWh), of power (kW) and of health, in samples. Of readings in one millisecond
-- the last counts.
--! grain: machine_id, quantity, read_at
--! kind: view
--! version: 1
with samples as (
    select machine_id, event_at, seq, event_id, 'meter' as quantity, energy_kwh as reading
    from silver.events
    where event_type = 'sample' and energy_kwh is not null
    union all
    select machine_id, event_at, seq, event_id, 'power' as quantity, power_kw as reading
    from silver.events
    where event_type = 'sample' and power_kw is not null
    union all
    select machine_id, event_at, seq, event_id, 'health' as quantity, health_index as reading
    from silver.events
    where event_type = 'sample' and health_index is not null
),

ordered as (
    select
        machine_id,
        quantity,
        cast(event_at as date) as utc_date,
        floor_to_milli(event_at) as read_at,
        reading,
        lead(floor_to_milli(event_at)) over (
            partition by machine_id, quantity, cast(event_at as date)
            order by event_at, coalesce(seq, -9007199254740992), coalesce(event_id, ''), reading
        ) as next_read_at
    from samples
),

final as (
    select machine_id, quantity, utc_date, read_at, reading
    from ordered
    where next_read_at is null or next_read_at > read_at
)

select * from final
