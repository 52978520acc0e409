-- One row per reading of power of a machine without an energy meter: the joules until the next reading, or the horizon,
-- but no further than silence_s; a reading holds until then. One kilowatt for one millisecond is one joule.
--! grain: machine_id, step_no
--! kind: table
--! version: 1
with samples as (
    select machine_id, event_at, seq, event_id, power_kw, energy_kwh
    from silver.events
    where event_type = 'sample'
),

unmetered_machines as (
    select machine_id
    from samples
    group by machine_id
    having count(energy_kwh) = 0
),

readings as (
    select
        samples.machine_id,
        floor_to_milli(samples.event_at) as read_at,
        samples.power_kw,
        row_number() over (
            partition by samples.machine_id
            order by
                samples.event_at,
                coalesce(samples.seq, -9007199254740992),
                coalesce(samples.event_id, ''),
                samples.power_kw
        ) as reading_no
    from samples
    inner join unmetered_machines on samples.machine_id = unmetered_machines.machine_id
    where samples.power_kw is not null
),

-- Of readings in one millisecond the last holds: the others end where they begin.
held as (
    select
        readings.machine_id,
        readings.read_at,
        readings.power_kw,
        least(
            coalesce(
                lead(readings.read_at) over (partition by readings.machine_id order by readings.reading_no),
                machines.horizon_at
            ),
            add_millis(readings.read_at, machines.silence_ms)
        ) as held_until_at
    from readings
    inner join silver.machines as machines on readings.machine_id = machines.machine_id
),

final as (
    select
        machine_id,
        cast(row_number() over (partition by machine_id order by read_at) as bigint) as step_no,
        read_at as started_at,
        held_until_at as ended_at,
        cast(round(power_kw * millis_between(read_at, held_until_at)) as bigint) as energy_j
    from held
    where held_until_at > read_at
)

select * from final
