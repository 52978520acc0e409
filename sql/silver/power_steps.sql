-- One row per reading of power of a machine without an energy meter: the joules until the next reading, or the horizon,
-- but no further than silence_s; a reading holds until then. One kilowatt for one millisecond is one joule.
--! grain: machine_id, reading_no
--! kind: table
--! version: 1
with readings as (
    select
        machine_id,
        floor_to_milli(event_at) as read_at,
        power_kw,
        row_number() over (
            partition by machine_id, floor_to_milli(event_at)
            order by event_at desc, coalesce(seq, -9007199254740992) desc, coalesce(event_id, '') desc, power_kw desc
        ) as late_no
    from silver.events
    where event_type = 'sample' and power_kw is not null
),

metered_machines as (
    select distinct machine_id from silver.events where event_type = 'sample' and energy_kwh is not null
),

held as (
    select
        readings.machine_id,
        readings.read_at,
        readings.power_kw,
        row_number() over (partition by readings.machine_id order by readings.read_at) as reading_no,
        least(
            coalesce(
                lead(readings.read_at) over (partition by readings.machine_id order by readings.read_at),
                machines.horizon_at
            ),
            add_millis(readings.read_at, machines.silence_ms)
        ) as held_until_at
    from readings
    inner join silver.machines as machines on readings.machine_id = machines.machine_id
    left join metered_machines on readings.machine_id = metered_machines.machine_id
    where readings.late_no = 1 and metered_machines.machine_id is null
),

final as (
    select
        machine_id,
        cast(reading_no as bigint) as reading_no,
        read_at as started_at,
        held_until_at as ended_at,
        cast(round(power_kw * millis_between(read_at, held_until_at)) as bigint) as energy_j
    from held
    where held_until_at > read_at
)

select * from final
